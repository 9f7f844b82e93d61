using System.Runtime.CompilerServices;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>Reads a journal on one connection, in pages, so that no cursor stays open and no long list in memory.</summary>
/// <param name="connection">The connection.</param>
/// <param name="location">Where it is, for a person.</param>
internal sealed class PostgresReading(NpgsqlConnection connection, string location) : IVerifiedJournal
{
    private const int Page = 500;

    private static readonly string Columns = RunRows.RunColumns("user_name");

    private readonly SharedTexts _texts = new();

    /// <summary>The run with an id, or with the beginning of one; null where there is none, or more than one.</summary>
    public async Task<StoredRun?> FindRunAsync(string id, CancellationToken cancellationToken)
    {
        if (!RunIdentity.IsPossible(id))
        {
            return null;
        }

        var found = await PostgresDatabase.ReadAllAsync(
            connection,
            $"SELECT {Columns} FROM execution_control.runs WHERE (number IS NOT NULL OR entries <> 0) AND id LIKE @like ORDER BY id = @id DESC LIMIT 2",
            row => RunRows.Run(new PostgresRow(row)),
            cancellationToken,
            ("like", id + "%"),
            ("id", id)).ConfigureAwait(false);
        return found switch
        {
            [var only] => only,
            [var first, _] when first.Id == id => first,
            _ => null,
        };
    }

    /// <summary>The run with an id, whether it can be read or not.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public async Task<StoredRun> RequireStoredAsync(string id, CancellationToken cancellationToken) =>
        await FindRunAsync(id, cancellationToken).ConfigureAwait(false) is { } found && found.Id == id
            ? found
            : throw new RunNotFoundException($"The journal {location} has no run {(RunIdentity.IsPossible(id) ? id : "of that id")}.");

    /// <summary>The run with an id.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="RunDamagedException">It cannot be read.</exception>
    public async Task<(long Key, RunRecord Record)> RequireRunAsync(string id, CancellationToken cancellationToken)
    {
        var found = await RequireStoredAsync(id, cancellationToken).ConfigureAwait(false);
        return (found.Key, found.Require(location));
    }

    /// <param name="newestFirst">Whether from the newest to the oldest.</param>
    /// <param name="digest">Only the runs of the plan with this digest; null for all, single commands included.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<StoredRun> ListRunsAsync(
        bool newestFirst, string? digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A run that somebody has taken the number from is none that is being made.
        var which = digest is null ? "TRUE" : "NOT command AND digest = @digest";
        foreach (var run in await ReadAsync("number IS NULL AND entries <> 0", 0).ConfigureAwait(false))
        {
            yield return run;
        }

        var (last, also) = (newestFirst ? long.MaxValue : long.MinValue, "=");
        while (true)
        {
            var page = await ReadAsync(
                newestFirst ? $"number <{also} @last ORDER BY number DESC LIMIT {Page}" : $"number >{also} @last ORDER BY number LIMIT {Page}",
                last).ConfigureAwait(false);
            foreach (var run in page)
            {
                yield return run;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (last, also) = (page[^1].Number!.Value, string.Empty);
        }

        Task<List<StoredRun>> ReadAsync(string condition, long from) => PostgresDatabase.ReadAllAsync(
            connection,
            $"SELECT {Columns} FROM execution_control.runs WHERE {which} AND {condition}",
            row => RunRows.Run(new PostgresRow(row)),
            cancellationToken,
            ("last", from),
            ("digest", digest ?? string.Empty));
    }

    public async IAsyncEnumerable<StoredTarget> ListTargetsAsync(
        long key, string runId, RunTargetFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, also) = (long.MinValue, "=");
        while (true)
        {
            var page = await PostgresDatabase.ReadAllAsync(
                connection,
                $"SELECT {RunRows.TargetColumns}, h.content FROM execution_control.targets t LEFT JOIN execution_control.inputs i ON i.key = t.input "
                + "LEFT JOIN execution_control.history h ON h.run = t.run AND h.sequence = t.entry "
                + $"WHERE t.run = @run AND t.ordinal >{also} @last AND (@status < 0 OR t.status = @status) ORDER BY t.ordinal LIMIT {Page}",
                row => RunRows.TargetWithResult(new PostgresRow(row), runId, _texts.Share),
                cancellationToken,
                ("run", key),
                ("last", last),
                ("status", filter?.Status is { } status ? (int)status : -1)).ConfigureAwait(false);
            foreach (var target in page)
            {
                if (target.Readable is not { } readable || HistorySelection.Holds(filter, readable))
                {
                    yield return target;
                }
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (last, also) = (page[^1].Ordinal!.Value, string.Empty);
        }
    }

    public async IAsyncEnumerable<StoredEntry> ListHistoryAsync(
        long key, bool oldestFirst, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // From the very first number that there can be: what somebody has inserted is found.
        var (last, also) = (oldestFirst ? long.MinValue : long.MaxValue, "=");
        while (true)
        {
            var page = await PostgresDatabase.ReadAllAsync(
                connection,
                "SELECT h.sequence, h.content, h.hash, CASE WHEN h.content LIKE @intent AND EXISTS (SELECT 1 FROM execution_control.targets t "
                + "WHERE t.run = h.run AND t.ordinal = h.ordinal AND t.status = 1) THEN 1 ELSE 0 END, h.ordinal "
                + "FROM execution_control.history h WHERE h.run = @run AND "
                + (oldestFirst
                    ? $"h.sequence >{also} @last ORDER BY h.sequence LIMIT {Page}"
                    : $"h.sequence <{also} @last ORDER BY h.sequence DESC LIMIT {Page}"),
                row => RunRows.Entry(new PostgresRow(row)),
                cancellationToken,
                ("run", key),
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

            (last, also) = (page[^1].Sequence!.Value, string.Empty);
        }
    }

    public async IAsyncEnumerable<string> FindForeignPartsAsync(bool isWhole, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT 'trigger ' || t.tgname::text FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
            + "WHERE c.relnamespace = 'execution_control'::regnamespace AND NOT t.tgisinternal "
            + "UNION ALL SELECT 'rule ' || r.rulename::text FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class "
            + "WHERE c.relnamespace = 'execution_control'::regnamespace AND c.relkind = 'r' LIMIT 10",
            row => row.GetString(0),
            cancellationToken).ConfigureAwait(false))
        {
            yield return $"The journal has a {part}, which this library does not make.";
        }
    }

    public async IAsyncEnumerable<StoredHead> ReadHeadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var head in await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT runs, head FROM execution_control.journal WHERE id = 1",
            row => RunRows.Head(new PostgresRow(row)),
            cancellationToken).ConfigureAwait(false))
        {
            yield return head;
        }
    }

    public async IAsyncEnumerable<StoredRun> ReadRunsAsync(string? runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (runId is not null)
        {
            yield return await RequireStoredAsync(runId, cancellationToken).ConfigureAwait(false);
            yield break;
        }

        await foreach (var run in ListRunsAsync(newestFirst: false, digest: null, cancellationToken).ConfigureAwait(false))
        {
            yield return run;
        }
    }

    public IAsyncEnumerable<StoredEntry> ReadHistoryAsync(StoredRun run, CancellationToken cancellationToken) =>
        ListHistoryAsync(run.Key, oldestFirst: true, cancellationToken);

    public IAsyncEnumerable<StoredTarget> ReadTargetsAsync(StoredRun run, CancellationToken cancellationToken) =>
        ListTargetsAsync(run.Key, run.Id, null, cancellationToken);

    public async IAsyncEnumerable<long> FindContradictionsAsync(StoredRun run, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
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
