using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExecutionControl.Runs;

/// <summary>
/// A prepared statement for what is done for each target, for one caller at a time. On SQLite's own interface: what ADO.NET makes anew for each
/// value and each run costs more than the statements themselves.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">It is no statement.</exception>
    public SqliteStatement(sqlite3 database, string text)
    {
        _database = database;
        Demand(raw.sqlite3_prepare_v2(database, text, out _statement));
    }

    /// <summary>Gives it a value; parameters count from 1.</summary>
    public SqliteStatement Bind(int parameter, long value)
    {
        Demand(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    /// <inheritdoc cref="Bind(int, long)"/>
    public SqliteStatement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : BindNull(parameter);

    /// <inheritdoc cref="Bind(int, long)"/>
    public SqliteStatement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        Demand(raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    /// <summary>Gives it a text in UTF-8.</summary>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> value)
    {
        Demand(raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    /// <summary>Gives it bytes.</summary>
    public SqliteStatement BindBytes(int parameter, ReadOnlySpan<byte> value)
    {
        Demand(raw.sqlite3_bind_blob(_statement, parameter, value));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute()
    {
        int result;
        do
        {
            result = raw.sqlite3_step(_statement);
        }
        while (result == raw.SQLITE_ROW);

        // It says again why the step failed.
        var failure = raw.sqlite3_reset(_statement);
        Demand(result == raw.SQLITE_DONE ? failure : result);
        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private SqliteStatement BindNull(int parameter)
    {
        Demand(raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    private void Demand(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
