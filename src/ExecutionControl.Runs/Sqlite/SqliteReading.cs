using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Reads a journal's file. Not for several threads at once. What is long is read in pages, so that no transaction stays open over it.</summary>
internal sealed class SqliteReading : IDisposable
{
    private const int Page = 500;

    private readonly SqliteConnection _connection;
    private readonly SharedTexts _texts = new();

    public SqliteReading(string path)
    {
        _connection = SqliteConnections.OpenToRead(path);
        Commands = new SqliteCommands(_connection);
        Path = path;
    }

    public string Path { get; }

    public SqliteCommands Commands { get; }

    /// <summary>The run with an id, or with the beginning of one; null where there is none, or more than one.</summary>
    public (long Key, RunRecord Run)? FindRun(string id)
    {
        if (!RunIdentity.IsPossible(id))
        {
            return null;
        }

        var found = ReadAll(
            $"SELECT {SqliteRows.RunColumns} FROM runs WHERE number IS NOT NULL AND id LIKE $like ORDER BY id = $id DESC LIMIT 2",
            SqliteRows.Run,
            ("$like", id + "%"),
            ("$id", id));
        return found switch
        {
            [var only] => only,
            [var first, _] when first.Run.Id == id => first,
            _ => null,
        };
    }

    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public (long Key, RunRecord Run) RequireRun(string id) => FindRun(id) is { } found && found.Run.Id == id
        ? found
        : throw new RunNotFoundException($"The journal {Path} has no run {(RunIdentity.IsPossible(id) ? id : "of that id")}.");

    /// <param name="newestFirst">Whether from the newest to the oldest.</param>
    /// <param name="digest">Only the runs of the plan with this digest; null for all, single commands included.</param>
    public IEnumerable<(long Key, RunRecord Run)> Runs(bool newestFirst, string? digest = null)
    {
        var (last, also) = (newestFirst ? long.MaxValue : long.MinValue, "=");
        var which = digest is null ? string.Empty : "command = 0 AND digest = $digest AND ";
        while (true)
        {
            var page = ReadAll(
                newestFirst
                    ? $"SELECT {SqliteRows.RunColumns} FROM runs WHERE {which}number <{also} $last ORDER BY number DESC LIMIT {Page}"
                    : $"SELECT {SqliteRows.RunColumns} FROM runs WHERE {which}number >{also} $last ORDER BY number LIMIT {Page}",
                SqliteRows.Run,
                digest is null ? [("$last", last)] : [("$last", last), ("$digest", digest)]);
            foreach (var run in page)
            {
                yield return run;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            (last, also) = (page[^1].Run.Number, string.Empty);
        }
    }

    public IEnumerable<RunTarget> Targets(long key, RunRecord run, RunTargetFilter? filter)
    {
        var (last, also) = (long.MinValue, "=");
        while (true)
        {
            var page = ReadAll(
                $"SELECT {SqliteRows.TargetColumns}, h.content FROM {SqliteRows.TargetTables} LEFT JOIN history h ON h.run = t.run AND h.sequence = t.entry "
                + $"WHERE t.run = $run AND t.ordinal >{also} $last AND ($status IS NULL OR t.status = $status) ORDER BY t.ordinal LIMIT {Page}",
                row => SqliteRows.TargetWithResult(row, run.Id, _texts.Share),
                ("$run", key),
                ("$last", last),
                ("$status", filter?.Status is { } status ? (long)status : null));
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

    public IEnumerable<HistoryRow> History(long key, RunRecord run, bool oldestFirst)
    {
        // From the very first number that there can be: what somebody has inserted is found.
        const string columns =
            "h.sequence, h.content, h.hash, h.content LIKE $intent AND EXISTS "
            + "(SELECT 1 FROM targets t WHERE t.run = h.run AND t.ordinal = h.ordinal AND t.status = 1)";
        var (last, also) = (oldestFirst ? long.MinValue : long.MaxValue, "=");
        while (true)
        {
            var page = ReadAll(
                oldestFirst
                    ? $"SELECT {columns} FROM history h WHERE h.run = $run AND h.sequence >{also} $last ORDER BY h.sequence LIMIT {Page}"
                    : $"SELECT {columns} FROM history h WHERE h.run = $run AND h.sequence <{also} $last ORDER BY h.sequence DESC LIMIT {Page}",
                row => HistoryChain.Read(run, row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetInt64(3) != 0),
                ("$run", key),
                ("$last", last),
                ("$intent", HistoryChain.IntentPattern));
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

    /// <summary>Reads rows to the end.</summary>
    /// <exception cref="RunJournalException">The journal cannot be read, or holds something else.</exception>
    public List<T> ReadAll<T>(string text, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        try
        {
            var all = new List<T>();
            using var rows = Commands.Read(text, values);
            while (rows.Read())
            {
                all.Add(read(rows));
            }

            return all;
        }
        catch (Exception exception) when (exception is SqliteException or PlanFormatException or InvalidCastException)
        {
            throw new RunJournalException($"The journal {Path} cannot be read: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        Commands.Dispose();
        _connection.Dispose();
    }
}
