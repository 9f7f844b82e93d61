using System.Text;
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

    /// <summary>Goes on to the next row.</summary>
    /// <returns>Whether there is one; where there is none, it can be given values for another time.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        var failure = raw.sqlite3_reset(_statement);
        Demand(result == raw.SQLITE_DONE ? failure : result);
        return false;
    }

    /// <summary>Leaves the rows that are left.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    /// <summary>A number of the row; columns count from 0.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>Whether the row has nothing there.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>Whether the row has a whole number there.</summary>
    public bool IsNumber(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER;

    /// <summary>Whether the row has a text there.</summary>
    public bool IsText(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_TEXT;

    /// <summary>A text of the row in UTF-8, until the next row; empty where there is none.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>A text of the row; null where there is none.</summary>
    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Utf8(column));

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
