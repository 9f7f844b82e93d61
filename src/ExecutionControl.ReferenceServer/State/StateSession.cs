using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExecutionControl.Reference.State;

/// <summary>
/// What stores read and write through, within one transaction: a connection that keeps its statements prepared. One caller at a time.
/// </summary>
internal sealed class StateSession(SqliteConnection connection) : IDisposable
{
    // The stores have fewer; a search has another text for each set of filters.
    private const int MostPrepared = 256;
    private const int MostParameters = 32;

    // A prepared statement holds on to the values that it ran with last.
    private const int LongestKept = 4096;

    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, sqlite3_stmt> _bare = new(StringComparer.Ordinal);

    /// <summary>Whether a transaction is under way: SQLite itself ends one over a full disk, for example.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Runs a statement without parameters and rows, with as little about it as can be: each write begins and ends a transaction.</summary>
    public void Transact(string sql)
    {
        if (!_bare.TryGetValue(sql, out var statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql, out statement), connection.Handle);
            _bare[sql] = statement;
        }

        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }

    /// <summary>Runs a statement and gives the number of rows that it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var statement = Statement(sql, parameters);
        return statement.Command.ExecuteNonQuery();
    }

    /// <summary>Runs statements that are not needed again: those that make and drop tables.</summary>
    public void Run(string script)
    {
        using var command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row as an integer; null when there is no row or it is NULL.</summary>
    public long? Integer(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var statement = Statement(sql, parameters);
        return statement.Command.ExecuteScalar() is long value ? value : null;
    }

    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class
    {
        using var statement = Statement(sql, parameters);
        using var reader = statement.Command.ExecuteReader();
        return reader.Read() ? map(reader) : null;
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var statement = Statement(sql, parameters);
        using var reader = statement.Command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        Forget();
        foreach (var statement in _bare.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private PreparedStatement Statement(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!MayBeKept(parameters))
        {
            return new PreparedStatement(Command(sql, parameters), IsKept: false);
        }

        if (_prepared.TryGetValue(sql, out var known))
        {
            Bind(known.Parameters, parameters);
            return new PreparedStatement(known, IsKept: true);
        }

        if (_prepared.Count == MostPrepared)
        {
            Forget();
        }

        return new PreparedStatement(_prepared[sql] = Command(sql, parameters), IsKept: true);
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    // Two places that share a text may name its parameters in another order.
    private static void Bind(SqliteParameterCollection known, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var (name, value) = parameters[i];
            var parameter = i < known.Count && known[i].ParameterName == name ? known[i] : known[name];
            parameter.Value = value ?? DBNull.Value;
        }
    }

    private static bool MayBeKept(ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        foreach (var (_, value) in parameters)
        {
            if (value is string { Length: > LongestKept } or byte[] { Length: > LongestKept })
            {
                return false;
            }
        }

        return parameters.Length <= MostParameters;
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _prepared.Clear();
    }

    private readonly record struct PreparedStatement(SqliteCommand Command, bool IsKept) : IDisposable
    {
        public void Dispose()
        {
            if (!IsKept)
            {
                Command.Dispose();
            }
        }
    }
}
