using SQLitePCL;

namespace ExecutionControl.Reference.State;

/// <summary>Reads columns by name, so that a query and its mapping cannot slip against each other.</summary>
internal sealed class StateRow
{
    private readonly sqlite3_stmt _statement;
    private readonly string[] _columns;
    private int _next;

    public StateRow(sqlite3_stmt statement)
    {
        _statement = statement;
        _columns = new string[raw.sqlite3_column_count(statement)];
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i] = raw.sqlite3_column_name(statement, i).utf8_to_string();
        }
    }

    public string Text(string column) => raw.sqlite3_column_text(_statement, Ordinal(column)).utf8_to_string();

    public string? OptionalText(string column)
    {
        var ordinal = Ordinal(column);
        return IsNull(ordinal) ? null : raw.sqlite3_column_text(_statement, ordinal).utf8_to_string();
    }

    public long Integer(string column) => raw.sqlite3_column_int64(_statement, Ordinal(column));

    public long? OptionalInteger(string column) => Integer(Ordinal(column));

    public byte[] Bytes(string column) => raw.sqlite3_column_blob(_statement, Ordinal(column)).ToArray();

    public bool Flag(string column) => Integer(column) != 0;

    /// <summary>A point in time, kept as milliseconds since 1970 in UTC.</summary>
    public DateTimeOffset Time(string column) => DateTimeOffset.FromUnixTimeMilliseconds(Integer(column));

    public DateTimeOffset? OptionalTime(string column) =>
        OptionalInteger(column) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>A column by its number; null when it is NULL.</summary>
    public long? Integer(int ordinal) => IsNull(ordinal) ? null : raw.sqlite3_column_int64(_statement, ordinal);

    private bool IsNull(int ordinal) => raw.sqlite3_column_type(_statement, ordinal) == raw.SQLITE_NULL;

    private int Ordinal(string column)
    {
        // Mostly they are read in the query's own order.
        var ordinal = _next < _columns.Length && _columns[_next] == column ? _next : Array.IndexOf(_columns, column);
        if (ordinal < 0)
        {
            throw new ArgumentException($"The query has no column {column}.", nameof(column));
        }

        _next = ordinal + 1 == _columns.Length ? 0 : ordinal + 1;
        return ordinal;
    }
}
