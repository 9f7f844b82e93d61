using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Commands of one connection, prepared once for each text. Not for several threads at once.</summary>
/// <param name="connection">The connection.</param>
internal sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

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
