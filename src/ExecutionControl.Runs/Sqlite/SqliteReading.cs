using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Reads a journal's file. Not for several threads at once. What is long is read in pages, so that no transaction stays open over it.</summary>
internal sealed class SqliteReading : IDisposable
{
    private const int Page = 500;

    /// <summary>Not of a run that is being made, which has neither a number nor a row.</summary>
    private const string IsMade = "(number IS NOT NULL OR entries <> 0)";

    private static readonly string Columns = RunRows.RunColumns("user");

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
    public StoredRun? FindRun(string id)
    {
        if (!RunIdentity.IsPossible(id))
        {
            return null;
        }

        var found = ReadAll(
            $"SELECT {Columns} FROM runs WHERE {IsMade} AND id LIKE $like ORDER BY id = $id DESC LIMIT 2",
            RunRows.Run,
            ("$like", id + "%"),
            ("$id", id));
        return found switch
        {
            [var only] => only,
            [var first, _] when first.Id == id => first,
            _ => null,
        };
    }

    /// <summary>The run with an id, whether it can be read or not.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public StoredRun RequireStored(string id) =>
        RunIdentity.IsPossible(id) && ReadAll($"SELECT {Columns} FROM runs WHERE {IsMade} AND id = $id", RunRows.Run, ("$id", id)) is [var found]
        ? found
        : throw new RunNotFoundException($"The journal {Path} has no run {(RunIdentity.IsPossible(id) ? id : "of that id")}.");

    /// <summary>The run with an id.</summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="RunDamagedException">It cannot be read.</exception>
    public (long Key, RunRecord Run) RequireRun(string id)
    {
        var found = RequireStored(id);
        return (found.Key, found.Require(Path));
    }

    /// <param name="newestFirst">Whether from the newest to the oldest.</param>
    /// <param name="digest">Only the runs of the plan with this digest; null for all, single commands included.</param>
    public IEnumerable<StoredRun> Runs(bool newestFirst, string? digest = null)
    {
        // A run that somebody has taken the number from is none that is being made.
        var which = digest is null ? "TRUE" : "command = 0 AND digest = $digest";
        foreach (var run in ReadAll($"SELECT {Columns} FROM runs WHERE {which} AND number IS NULL AND entries <> 0", RunRows.Run, ("$digest", digest)))
        {
            yield return run;
        }

        var order = newestFirst ? "DESC" : "ASC";
        foreach (var run in Pages(
            2,
            RunRows.Run,
            after => $"SELECT {Columns} FROM runs WHERE {which} AND number {(after ? newestFirst ? "< $last" : "> $last" : "IS NOT NULL")} "
                + $"ORDER BY number {order} LIMIT {Page}",
            ("$digest", digest)))
        {
            yield return run;
        }
    }

    public IEnumerable<StoredTarget> Targets(long key, string runId, RunTargetFilter? filter) => Pages(
            0,
            row => RunRows.TargetWithResult(row, runId, _texts.Share),
            after => $"SELECT {RunRows.TargetColumns}, h.content FROM targets t LEFT JOIN inputs i ON i.key = t.input "
                + "LEFT JOIN history h ON h.run = t.run AND h.sequence = t.entry "
                + $"WHERE t.run = $run {(after ? "AND t.ordinal > $last " : string.Empty)}AND ($status IS NULL OR t.status = $status) "
                + $"ORDER BY t.ordinal LIMIT {Page}",
            ("$run", key),
            ("$status", filter?.Status is { } status ? (long)status : null))
        .Where(target => target.Readable is not { } readable || HistorySelection.Holds(filter, readable));

    /// <summary>From the very first number that there can be: what somebody has inserted is found.</summary>
    public IEnumerable<StoredEntry> History(long key, bool oldestFirst) => Pages(
        0,
        RunRows.Entry,
        after => "SELECT h.sequence, h.content, h.hash, h.content LIKE $intent AND EXISTS "
            + "(SELECT 1 FROM targets t WHERE t.run = h.run AND t.ordinal = h.ordinal AND t.status = 1), h.ordinal "
            + "FROM history h WHERE h.run = $run "
            + (after ? oldestFirst ? "AND h.sequence > $last " : "AND h.sequence < $last " : string.Empty)
            + $"ORDER BY h.sequence {(oldestFirst ? "ASC" : "DESC")} LIMIT {Page}",
        ("$run", key),
        ("$intent", HistoryChain.IntentPattern));

    /// <summary>Reads rows to the end.</summary>
    /// <exception cref="RunJournalException">The journal cannot be read, or holds something else.</exception>
    public List<T> ReadAll<T>(string text, Func<SqliteRow, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        try
        {
            var all = new List<T>();
            using var rows = Commands.Read(text, values);
            var row = new SqliteRow(rows);
            while (row.Next())
            {
                all.Add(read(row));
            }

            return all;
        }
        catch (SqliteException exception)
        {
            throw SqliteConnections.Unreadable(Path, exception);
        }
    }

    /// <summary>Reads rows page by page. Where one ends the next goes on by the value that stands there, whatever that is.</summary>
    /// <param name="column">The place of the column that they are ordered by.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="text">The statement of the first page, or of one after a <c>$last</c> value.</param>
    /// <param name="values">Its values.</param>
    private IEnumerable<T> Pages<T>(int column, Func<SqliteRow, T> read, Func<bool, string> text, params (string Name, object? Value)[] values)
    {
        object? last = null;
        while (true)
        {
            var page = ReadAll(
                text(last is not null),
                row =>
                {
                    last = row.Raw(column);
                    return read(row);
                },
                [.. values, ("$last", last)]);
            foreach (var item in page)
            {
                yield return item;
            }

            if (page.Count < Page)
            {
                yield break;
            }
        }
    }

    public void Dispose()
    {
        Commands.Dispose();
        _connection.Dispose();
    }
}
