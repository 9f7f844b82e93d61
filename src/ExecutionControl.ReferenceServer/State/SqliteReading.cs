using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.State;

/// <summary>Reads columns by name, so that a query and its mapping cannot slip against each other.</summary>
internal static class SqliteReading
{
    public static string Text(this SqliteDataReader reader, string column) => reader.GetString(reader.GetOrdinal(column));

    public static string? OptionalText(this SqliteDataReader reader, string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }

    public static long Integer(this SqliteDataReader reader, string column) => reader.GetInt64(reader.GetOrdinal(column));

    public static long? OptionalInteger(this SqliteDataReader reader, string column)
    {
        var ordinal = reader.GetOrdinal(column);
        return reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);
    }

    public static byte[] Bytes(this SqliteDataReader reader, string column) => reader.GetFieldValue<byte[]>(reader.GetOrdinal(column));

    public static bool Flag(this SqliteDataReader reader, string column) => reader.Integer(column) != 0;

    /// <summary>A point in time, kept as milliseconds since 1970 in UTC.</summary>
    public static DateTimeOffset Time(this SqliteDataReader reader, string column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.Integer(column));

    public static DateTimeOffset? OptionalTime(this SqliteDataReader reader, string column) =>
        reader.OptionalInteger(column) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
