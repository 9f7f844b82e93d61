using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExecutionControl.Runs;

/// <summary>
/// A row of a journal in SQLite, where any column can hold any kind of value once somebody has edited the tables, and a text any bytes. ADO.NET would
/// make the best of them.
/// </summary>
/// <param name="reader">The rows.</param>
internal sealed class SqliteRow(SqliteDataReader reader) : JournalRow
{
    /// <summary>Goes on to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        Begin();
        return reader.Read();
    }

    /// <summary>A value as it is, to read on from.</summary>
    public object Raw(int column) => reader.GetValue(column);

    protected override string NameOf(int column) => reader.GetName(column);

    protected override bool IsNull(int column) => TypeOf(column) == raw.SQLITE_NULL;

    protected override long ReadNumber(int column)
    {
        Require(column, raw.SQLITE_INTEGER, "a whole number");
        return raw.sqlite3_column_int64(reader.Handle, column);
    }

    protected override bool ReadFlag(int column) => ReadNumber(column) switch
    {
        0 => false,
        1 => true,
        var other => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it is {other}, not 0 or 1")),
    };

    protected override string ReadText(int column)
    {
        Require(column, raw.SQLITE_TEXT, "a text");
        return WellFormedText.Utf8.GetString(raw.sqlite3_column_blob(reader.Handle, column));
    }

    protected override byte[] ReadBytes(int column)
    {
        Require(column, raw.SQLITE_BLOB, "bytes");
        return raw.sqlite3_column_blob(reader.Handle, column).ToArray();
    }

    protected override DateTimeOffset ReadTime(int column) => DateTimeOffset.FromUnixTimeMilliseconds(ReadNumber(column));

    private int TypeOf(int column) => raw.sqlite3_column_type(reader.Handle, column);

    private void Require(int column, int type, string what)
    {
        if (TypeOf(column) is var found && found != type)
        {
            var instead = found switch
            {
                raw.SQLITE_INTEGER => "a whole number",
                raw.SQLITE_FLOAT => "a broken number",
                raw.SQLITE_TEXT => "a text",
                _ => "bytes",
            };
            throw new FormatException($"it is {instead}, not {what}");
        }
    }
}
