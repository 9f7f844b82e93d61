using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>A row of a journal in PostgreSQL.</summary>
/// <param name="reader">The rows.</param>
internal sealed class PostgresRow(NpgsqlDataReader reader) : JournalRow
{
    protected override string NameOf(int column) => reader.GetName(column);

    protected override bool IsNull(int column) => reader.IsDBNull(column);

    protected override long ReadNumber(int column) => reader.GetFieldType(column) switch
    {
        var type when type == typeof(short) => reader.GetInt16(column),
        var type when type == typeof(int) => reader.GetInt32(column),
        _ => reader.GetInt64(column),
    };

    protected override bool ReadFlag(int column) => reader.GetBoolean(column);

    protected override string ReadText(int column) => reader.GetString(column);

    protected override byte[] ReadBytes(int column) => reader.GetFieldValue<byte[]>(column);

    protected override DateTimeOffset ReadTime(int column) => reader.GetFieldValue<DateTimeOffset>(column);
}
