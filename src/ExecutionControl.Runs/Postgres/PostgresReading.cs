using System.Runtime.CompilerServices;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>Reads a journal on one connection, in pages, so that no cursor stays open and no long list in memory.</summary>
/// <param name="connection">The connection.</param>
/// <param name="location">Where it is, for a person.</param>
internal sealed class PostgresReading(NpgsqlConnection connection, string location) : IVerifiedJournal
{
    private const int Page = 500;

    private readonly SharedTexts _texts = new();

    /// <summary>The run with an id, or with the beginning of one; null where there is none, or more than one.</summary>
    public async Task<VerifiedRun?> FindRunAsync(string id, CancellationToken cancellationToken)
    {
        if (!RunIdentity.IsPossible(id))
        {
            return null;
        }

        var found = await PostgresDatabase.ReadAllAsync(
            connection,
            $"SELECT {PostgresRows.RunColumns} FROM execution_control.runs WHERE number IS NOT NULL AND id LIKE @like ORDER BY id = @id DESC LIMIT 2",
            PostgresRows.Run,
            cancellationToken,
            ("like", id + "%"),
            ("id", id)).ConfigureAwait(false);
        return found switch
        {
            [var only] => only,
            [var first, _] when first.Record.Id == id => first,
            _ => null,
        };
    }

    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public async Task<VerifiedRun> RequireRunAsync(string id, CancellationToken cancellationToken) =>
        await FindRunAsync(id, cancellationToken).ConfigureAwait(false) is { } found && found.Record.Id == id
            ? found
            : throw new RunNotFoundException($"The journal {location} has no run {(RunIdentity.IsPossible(id) ? id : "of that id")}.");

    /// <param name="newestFirst">Whether from the newest to the oldest.</param>
    /// <param name="digest">Only the runs of the plan with this digest; null for all, single commands included.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<VerifiedRun> ListRunsAsync(
        bool newestFirst, string? digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, also) = (newestFirst ? long.MaxValue : long.MinValue, "=");
        var which = digest is null ? string.Empty : "NOT command AND digest = @digest AND ";
        while (true)
        {
            var page = await PostgresDatabase.ReadAllAsync(
                connection,
                newestFirst
                    ? $"SELECT {PostgresRows.RunColumns} FROM execution_control.runs WHERE {which}number <{also} @last ORDER BY number DESC LIMIT {Page}"
                    : $"SELECT {PostgresRows.RunColumns} FROM execution_control.runs WHERE {which}number >{also} @last ORDER BY number LIMIT {Page}",
                PostgresRows.Run,
                cancellationToken,
                ("last", last),
                ("digest", digest ?? string.Empty)).ConfigureAwait(false);
            foreach (var run in page)
            {
                yield return run;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (last, also) = (page[^1].Record.Number, string.Empty);
        }
    }

    public async IAsyncEnumerable<RunTarget> ListTargetsAsync(
        VerifiedRun run, RunTargetFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, also) = (long.MinValue, "=");
        while (true)
        {
            var page = await PostgresDatabase.ReadAllAsync(
                connection,
                $"SELECT {PostgresRows.TargetColumns}, h.content FROM execution_control.targets t LEFT JOIN execution_control.inputs i ON i.key = t.input "
                + "LEFT JOIN execution_control.history h ON h.run = t.run AND h.sequence = t.entry "
                + $"WHERE t.run = @run AND t.ordinal >{also} @last AND (@status < 0 OR t.status = @status) ORDER BY t.ordinal LIMIT {Page}",
                row => PostgresRows.TargetWithResult(row, run.Record.Id, _texts.Share),
                cancellationToken,
                ("run", run.Key),
                ("last", last),
                ("status", filter?.Status is { } status ? (int)status : -1)).ConfigureAwait(false);
            foreach (var target in page)
            {
                if (filter?.Outcomes is not { } outcomes || (target.Result is { } result && outcomes.Contains(result.Outcome)))
                {
                    yield return target;
                }
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (last, also) = (page[^1].Ordinal, string.Empty);
        }
    }

    public async IAsyncEnumerable<(long Sequence, string Content, byte[] Hash, bool IsOpen)> ListHistoryAsync(
        VerifiedRun run, bool oldestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // From the very first number that there can be: what somebody has inserted is found.
        var (last, also) = (oldestFirst ? long.MinValue : long.MaxValue, "=");
        while (true)
        {
            var page = await PostgresDatabase.ReadAllAsync(
                connection,
                "SELECT h.sequence, h.content, h.hash, h.content LIKE @intent AND EXISTS (SELECT 1 FROM execution_control.targets t "
                + "WHERE t.run = h.run AND t.ordinal = h.ordinal AND t.status = 1) FROM execution_control.history h WHERE h.run = @run AND "
                + (oldestFirst
                    ? $"h.sequence >{also} @last ORDER BY h.sequence LIMIT {Page}"
                    : $"h.sequence <{also} @last ORDER BY h.sequence DESC LIMIT {Page}"),
                row => (Sequence: row.GetInt64(0), Content: row.GetString(1), Hash: row.GetFieldValue<byte[]>(2), IsOpen: row.GetBoolean(3)),
                cancellationToken,
                ("run", run.Key),
                ("last", last),
                ("intent", HistoryChain.IntentPattern)).ConfigureAwait(false);
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

    public async Task<(long Runs, byte[] Head)> ReadHeadAsync(CancellationToken cancellationToken) => (await PostgresDatabase.ReadAllAsync(
        connection,
        "SELECT runs, head FROM execution_control.journal WHERE id = 1",
        row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
        cancellationToken).ConfigureAwait(false))[0];

    public async IAsyncEnumerable<VerifiedRun> ReadRunsAsync(string? runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (runId is not null)
        {
            yield return await RequireRunAsync(runId, cancellationToken).ConfigureAwait(false);
            yield break;
        }

        await foreach (var run in ListRunsAsync(newestFirst: false, digest: null, cancellationToken).ConfigureAwait(false))
        {
            yield return run;
        }
    }

    public IAsyncEnumerable<(long Sequence, string Content, byte[] Hash)> ReadHistoryAsync(VerifiedRun run, CancellationToken cancellationToken) =>
        ListHistoryAsync(run, oldestFirst: true, cancellationToken).Select(row => (row.Sequence, row.Content, row.Hash));

    public IAsyncEnumerable<RunTarget> ReadTargetsAsync(VerifiedRun run, CancellationToken cancellationToken) => ListTargetsAsync(run, null, cancellationToken);

    public async IAsyncEnumerable<long> FindContradictionsAsync(VerifiedRun run, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The outcome of a target is its last one in the history, unless it was let be done again since. What may not be repeated is intended as long
        // as an intent is the last that its history says of it, and only then.
        var found = await PostgresDatabase.ReadAllAsync(
            connection,
            """
            SELECT t.ordinal FROM execution_control.targets t LEFT JOIN execution_control.history h ON h.run = t.run AND h.sequence = t.entry
            WHERE t.run = @run AND t.status = 2 AND (h.ordinal IS NULL OR h.ordinal <> t.ordinal OR t.outcome IS NULL
                OR position('"outcome":"' || CASE t.outcome WHEN 0 THEN 'Unknown' WHEN 1 THEN 'Applied' WHEN 2 THEN 'AlreadySo' WHEN 3 THEN 'Partial'
                    WHEN 4 THEN 'Refused' WHEN 5 THEN 'NotApplied' WHEN 6 THEN 'NotSent' ELSE '?' END || '"' IN h.content) = 0)
            UNION
            SELECT t.ordinal FROM execution_control.targets t JOIN execution_control.history h ON h.run = t.run AND h.ordinal = t.ordinal
            WHERE t.run = @run AND t.status = 2 AND h.sequence > t.entry AND h.content LIKE @result
            UNION
            SELECT t.ordinal FROM execution_control.targets t
            LEFT JOIN (
                SELECT DISTINCT ON (ordinal) ordinal, content FROM execution_control.history
                WHERE run = @run AND ordinal IS NOT NULL ORDER BY ordinal, sequence DESC) h ON h.ordinal = t.ordinal
            WHERE t.run = @run AND CASE t.status WHEN 1 THEN t.operation = ANY (@operations) AND COALESCE(h.content, '') NOT LIKE @intent
                ELSE h.content LIKE @intent END
            LIMIT @most
            """,
            row => row.GetInt64(0),
            cancellationToken,
            ("run", run.Key),
            ("result", HistoryChain.OutcomePattern),
            ("operations", HistoryChain.OperationsWithIntents.ToArray()),
            ("intent", HistoryChain.IntentPattern),
            ("most", (long)most)).ConfigureAwait(false);
        foreach (var ordinal in found)
        {
            yield return ordinal;
        }
    }
}
