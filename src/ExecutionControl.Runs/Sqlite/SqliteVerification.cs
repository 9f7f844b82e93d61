using System.Runtime.CompilerServices;

namespace ExecutionControl.Runs;

/// <summary>A journal in a file that is verified.</summary>
/// <param name="reading">The journal.</param>
internal sealed class SqliteVerification(SqliteReading reading) : IVerifiedJournal
{
    // The outcome of a target is its last one in the history, unless it was let be done again since. What may not be repeated is intended as long as an
    // intent is the last that its history says of it, and only then. Nothing is joined to what has no index, and CROSS keeps the order: a long run is read
    // through once.
    internal const string Contradictions =
        """
        WITH intended AS MATERIALIZED (
            SELECT ordinal FROM (SELECT ordinal, content, MAX(sequence) FROM history WHERE run = $run AND ordinal IS NOT NULL GROUP BY ordinal)
            WHERE content LIKE $intent)
        SELECT t.ordinal FROM targets t LEFT JOIN history h ON h.run = t.run AND h.sequence = t.entry
        WHERE t.run = $run AND t.status = 2 AND (h.ordinal IS NULL OR h.ordinal <> t.ordinal OR t.outcome IS NULL
            OR NOT json_valid(h.content)
            OR json_extract(h.content, '$.result.outcome') <> CASE t.outcome WHEN 0 THEN 'Unknown' WHEN 1 THEN 'Applied' WHEN 2 THEN 'AlreadySo'
                WHEN 3 THEN 'Partial' WHEN 4 THEN 'Refused' WHEN 5 THEN 'NotApplied' WHEN 6 THEN 'NotSent' ELSE '' END)
        UNION
        SELECT t.ordinal FROM history h CROSS JOIN targets t ON t.run = h.run AND t.ordinal = h.ordinal
        WHERE h.run = $run AND t.status = 2 AND h.sequence > t.entry AND h.content LIKE $outcome
        UNION
        SELECT t.ordinal FROM targets t
        WHERE t.run = $run AND CASE t.status WHEN 1
            THEN t.operation IN (SELECT value FROM json_each($operations)) AND t.ordinal NOT IN (SELECT ordinal FROM intended)
            ELSE t.ordinal IN (SELECT ordinal FROM intended) END
        LIMIT $most
        """;

    public async IAsyncEnumerable<string> FindForeignPartsAsync(bool isWhole, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in reading.ReadAll(
            "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 10", row => row.TextOrNull(0) ?? "trigger"))
        {
            yield return $"The journal has a {part}, which this library does not make.";
        }

        // Also what no row is read from: an index that does not fit hides rows.
        foreach (var fault in !isWhole ? [] : reading.ReadAll("PRAGMA integrity_check(10)", row => row.TextOrNull(0)).Where(fault => fault != "ok"))
        {
            yield return $"The file is not as SQLite writes it: {fault}.";
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    public IAsyncEnumerable<StoredHead> ReadHeadAsync(CancellationToken cancellationToken) =>
        When(() => reading.ReadAll("SELECT runs, head FROM journal WHERE id = 1", RunRows.Head));

    public IAsyncEnumerable<StoredRun> ReadRunsAsync(string? runId, CancellationToken cancellationToken) =>
        When(() => runId is null ? reading.Runs(newestFirst: false) : [reading.RequireStored(runId)]);

    public IAsyncEnumerable<StoredEntry> ReadHistoryAsync(StoredRun run, CancellationToken cancellationToken) =>
        reading.History(run.Key, oldestFirst: true).ToAsyncEnumerable();

    public IAsyncEnumerable<StoredTarget> ReadTargetsAsync(StoredRun run, CancellationToken cancellationToken) =>
        reading.Targets(run.Key, run.Id, null).ToAsyncEnumerable();

    public IAsyncEnumerable<long> FindContradictionsAsync(StoredRun run, int most, CancellationToken cancellationToken) => When(() => reading.ReadAll(
        Contradictions,
        row => row.NumberOrNull(0) ?? 0,
        ("$run", run.Key),
        ("$outcome", HistoryChain.OutcomePattern),
        ("$operations", $"[{string.Join(',', HistoryChain.OperationsWithIntents.Select(id => $"\"{id}\""))}]"),
        ("$intent", HistoryChain.IntentPattern),
        ("$most", most)));

    /// <summary>Asks when it is read, so that a failure comes where it is waited for.</summary>
    private static async IAsyncEnumerable<T> When<T>(Func<IEnumerable<T>> read)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in read())
        {
            yield return item;
        }
    }
}
