namespace ExecutionControl.Runs;

/// <summary>A journal in a file that is verified.</summary>
/// <param name="reading">The journal.</param>
internal sealed class SqliteVerification(SqliteReading reading) : IVerifiedJournal
{
    private const int Page = 1000;

    public Task<(long Runs, byte[] Head)> ReadHeadAsync(CancellationToken cancellationToken) => Task.FromResult(
        reading.ReadAll("SELECT runs, head FROM journal WHERE id = 1", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)))[0]);

    public IAsyncEnumerable<VerifiedRun> ReadRunsAsync(string? runId, CancellationToken cancellationToken) =>
        (runId is null ? reading.Runs(newestFirst: false) : [reading.RequireRun(runId)]).Select(run => Of(run.Key, run.Run)).ToAsyncEnumerable();

    public IAsyncEnumerable<(long Sequence, string Content, byte[] Hash)> ReadHistoryAsync(VerifiedRun run, CancellationToken cancellationToken) =>
        Rows(run, cancellationToken).ToAsyncEnumerable();

    public IAsyncEnumerable<RunTarget> ReadTargetsAsync(VerifiedRun run, CancellationToken cancellationToken) =>
        reading.Targets(run.Key, run.Record, null).ToAsyncEnumerable();

    // The outcome of a target is its last one in the history, unless it was let be done again since.
    public IAsyncEnumerable<long> FindContradictionsAsync(VerifiedRun run, int most, CancellationToken cancellationToken) => reading.ReadAll(
        """
        SELECT t.ordinal FROM targets t LEFT JOIN history h ON h.run = t.run AND h.sequence = t.entry
        WHERE t.run = $run AND t.status = 2 AND (h.ordinal IS NULL OR h.ordinal <> t.ordinal OR t.outcome IS NULL
            OR NOT json_valid(h.content)
            OR json_extract(h.content, '$.result.outcome') <> CASE t.outcome WHEN 0 THEN 'Unknown' WHEN 1 THEN 'Applied' WHEN 2 THEN 'AlreadySo'
                WHEN 3 THEN 'Partial' WHEN 4 THEN 'Refused' WHEN 5 THEN 'NotApplied' WHEN 6 THEN 'NotSent' ELSE '' END)
        UNION
        SELECT t.ordinal FROM targets t JOIN history h ON h.run = t.run AND h.ordinal = t.ordinal
        WHERE t.run = $run AND t.status = 2 AND h.sequence > t.entry
        LIMIT $most
        """,
        row => row.GetInt64(0),
        ("$run", run.Key),
        ("$most", most)).ToAsyncEnumerable();

    private VerifiedRun Of(long key, RunRecord run)
    {
        var (rows, head) = reading.ReadAll(
            "SELECT entries, head FROM runs WHERE key = $run", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("$run", key))[0];
        return new VerifiedRun(key, run, rows, head);
    }

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
