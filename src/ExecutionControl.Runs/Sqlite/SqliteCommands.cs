using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Commands of one connection, prepared once for each text. Not for several threads at once.</summary>
/// <param name="connection">The connection.</param>
internal sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<long, SqliteRunTally> _tallies = [];
    private SqliteRunTally? _lastTally;

    /// <summary>Where what rows of the history say is written.</summary>
    public HistoryContent Content { get; } = new();

    /// <summary>How many transactions were begun: what was asked within one need not be asked in it again.</summary>
    public long Transaction { get; private set; }

    /// <summary>Begins a transaction that writes.</summary>
    public void Begin()
    {
        Transaction++;
        _tallies.Clear();
        _lastTally = null;

        // Immediate: a transaction that reads first and writes later could lose its place to another process.
        Execute("BEGIN IMMEDIATE");
    }

    /// <summary>Ends the transaction; what it wrote is durable then.</summary>
    public void Commit()
    {
        foreach (var tally in _tallies.Values)
        {
            tally.Write(this);
        }

        Execute("COMMIT");
    }

    /// <summary>What this transaction adds to a run, which is written once, at its end.</summary>
    public SqliteRunTally TallyOf(long run)
    {
        if (_lastTally is not { } last || last.Run != run)
        {
            _lastTally = last = _tallies.TryGetValue(run, out var tally) ? tally : _tallies[run] = SqliteRunTally.Read(this, run);
        }

        return last;
    }

    /// <summary>A statement that is run for each target; its parameters are numbered.</summary>
    public SqliteStatement Statement(string text)
    {
        if (!_statements.TryGetValue(text, out var statement))
        {
            _statements.Add(text, statement = new SqliteStatement(connection.Handle!, text));
        }

        return statement;
    }

    /// <summary>Does something.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string text, params ReadOnlySpan<(string Name, object? Value)> values) => With(text, values).ExecuteNonQuery();

    /// <summary>The first value of the first row; null where there is no row or the value is null.</summary>
    public object? Value(string text, params ReadOnlySpan<(string Name, object? Value)> values) => With(text, values).ExecuteScalar() switch
    {
        DBNull => null,
        var value => value,
    };

    public long Number(string text, params ReadOnlySpan<(string Name, object? Value)> values) => (long)(Value(text, values) ?? 0L);

    public SqliteDataReader Read(string text, params ReadOnlySpan<(string Name, object? Value)> values) => With(text, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        Content.Dispose();
    }

    private SqliteCommand With(string text, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_commands.TryGetValue(text, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are constants of this library.
            command.CommandText = text;
#pragma warning restore CA2100
            foreach (var (name, _) in values)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(text, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index].Value ?? DBNull.Value;
        }

        return command;
    }
}
