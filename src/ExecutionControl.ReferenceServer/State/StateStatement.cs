using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExecutionControl.Reference.State;

/// <summary>
/// A prepared statement, for one caller at a time. On SQLite's own interface: what ADO.NET makes anew for each run, and for each row, costs more
/// than the statements here do.
/// </summary>
internal sealed class StateStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string[] _parameters;

    /// <exception cref="SqliteException">It is no statement.</exception>
    public StateStatement(sqlite3 database, string sql)
    {
        _database = database;
        Demand(raw.sqlite3_prepare_v2(database, sql, out _statement, out var rest));
        if (!string.IsNullOrWhiteSpace(rest))
        {
            _statement.Dispose();
            throw new ArgumentException("This is more than one statement.", nameof(sql));
        }

        _parameters = new string[raw.sqlite3_bind_parameter_count(_statement)];
        for (var i = 0; i < _parameters.Length; i++)
        {
            _parameters[i] = raw.sqlite3_bind_parameter_name(_statement, i + 1).utf8_to_string();
        }

        Row = new StateRow(_statement);
        OnlyReads = raw.sqlite3_stmt_readonly(_statement) != 0;
    }

    /// <summary>Whether it changes nothing, by SQLite's own word; to begin or end a transaction is no change.</summary>
    public bool OnlyReads { get; }

    /// <summary>The row that it stands at.</summary>
    public StateRow Row { get; }

    /// <summary>Gives it its parameters; those that it does not have are passed over.</summary>
    public void Bind(ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var bound = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, value) = parameters[i];

            // Mostly they come in the statement's own order.
            var index = i < _parameters.Length && _parameters[i] == name ? i : Array.IndexOf(_parameters, name);
            if (index >= 0)
            {
                Demand(Bind(index + 1, value));
                bound++;
            }
        }

        if (bound < _parameters.Length)
        {
            throw new InvalidOperationException($"The statement needs values for {string.Join(", ", _parameters)}.");
        }
    }

    /// <summary>Goes on to the next row; false when there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        Demand(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Puts it back to its beginning. It keeps none of the values that it was given.</summary>
    public void Reset()
    {
        // It says again why the last step failed, which was said.
        _ = raw.sqlite3_reset(_statement);
        if (_parameters.Length > 0)
        {
            _ = raw.sqlite3_clear_bindings(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(int number, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, number),
        long integer => raw.sqlite3_bind_int64(_statement, number, integer),
        string text => raw.sqlite3_bind_text(_statement, number, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, number, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} is not kept in the state.", nameof(value)),
    };

    private void Demand(int result) => StateConnection.Demand(result, _database);
}
