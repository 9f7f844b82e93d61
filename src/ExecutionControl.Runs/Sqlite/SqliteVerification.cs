namespace ExecutionControl.Runs;

/// <summary>A journal in a file that is verified.</summary>
/// <param name="reading">The journal.</param>
internal sealed class SqliteVerification(SqliteReading reading) : IVerifiedJournal
{
    private const int Page = 1000;

    public Task<(long Runs, byte[] Head)> ReadHeadAsync(CancellationToken cancellationToken) => Task.FromResult(
        reading.ReadAll("SELECT runs, head FROM journal WHERE id = 1", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)))[0]);

    public IAsyncEnumerable<VerifiedRun> ReadRunsAsync(string? runId, CancellationToken cancellationToken) =>
        (runId is null ? reading.Runs(newestFirst: false) : [reading.RequireRun(runId)])
            .Select(run => new VerifiedRun(run.Key, run.Run, run.Run.Head!.Count, Convert.FromHexString(run.Run.Head.Hash))).ToAsyncEnumerable();

    public IAsyncEnumerable<(long Sequence, string Content, byte[] Hash)> ReadHistoryAsync(VerifiedRun run, CancellationToken cancellationToken) =>
        Rows(run, cancellationToken).ToAsyncEnumerable();

    public IAsyncEnumerable<RunTarget> ReadTargetsAsync(VerifiedRun run, CancellationToken cancellationToken) =>
        reading.Targets(run.Key, run.Record, null).ToAsyncEnumerable();

    // The outcome of a target is its last one in the history, unless it was let be done again since. What may not be repeated is intended as long as an
    // intent is the last that its history says of it, and only then.
    public IAsyncEnumerable<long> FindContradictionsAsync(VerifiedRun run, int most, CancellationToken cancellationToken) => reading.ReadAll(
        """
        SELECT t.ordinal FROM targets t LEFT JOIN history h ON h.run = t.run AND h.sequence = t.entry
        WHERE t.run = $run AND t.status = 2 AND (h.ordinal IS NULL OR h.ordinal <> t.ordinal OR t.outcome IS NULL
            OR NOT json_valid(h.content)
            OR json_extract(h.content, '$.result.outcome') <> CASE t.outcome WHEN 0 THEN 'Unknown' WHEN 1 THEN 'Applied' WHEN 2 THEN 'AlreadySo'
                WHEN 3 THEN 'Partial' WHEN 4 THEN 'Refused' WHEN 5 THEN 'NotApplied' WHEN 6 THEN 'NotSent' ELSE '' END)
        UNION
        SELECT t.ordinal FROM targets t JOIN history h ON h.run = t.run AND h.ordinal = t.ordinal
        WHERE t.run = $run AND t.status = 2 AND h.sequence > t.entry AND h.content LIKE $outcome
        UNION
        SELECT t.ordinal FROM targets t
        LEFT JOIN (SELECT ordinal, content, MAX(sequence) FROM history WHERE run = $run AND ordinal IS NOT NULL GROUP BY ordinal) h ON h.ordinal = t.ordinal
        WHERE t.run = $run AND CASE t.status WHEN 1
            THEN t.operation IN (SELECT value FROM json_each($operations)) AND COALESCE(h.content, '') NOT LIKE $intent
            ELSE h.content LIKE $intent END
        LIMIT $most
        """,
        row => row.GetInt64(0),
        ("$run", run.Key),
        ("$outcome", HistoryChain.OutcomePattern),
        ("$operations", $"[{string.Join(',', HistoryChain.OperationsWithIntents.Select(id => $"\"{id}\""))}]"),
        ("$intent", HistoryChain.IntentPattern),
        ("$most", most)).ToAsyncEnumerable();

    private IEnumerable<(long Sequence, string Content, byte[] Hash)> Rows(VerifiedRun run, CancellationToken cancellationToken)
    {
        var (last, also) = (long.MinValue, "=");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = reading.ReadAll(
                $"SELECT sequence, content, hash FROM history WHERE run = $run AND sequence >{also} $last ORDER BY sequence LIMIT {Page}",
                row => (Sequence: row.GetInt64(0), Content: row.GetString(1), Hash: row.GetFieldValue<byte[]>(2)),
                ("$run", run.Key),
                ("$last", last));
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (last, also) = (page[^1].Sequence, string.Empty);
        }
    }
}
