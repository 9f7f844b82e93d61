using System.Globalization;

namespace ExecutionControl.Runs;

/// <summary>
/// A row of a journal as it is read. Somebody else may have written it, or the disk may have lost a part: what is not of the kind that its column holds
/// is read as nothing, and noted, so that all that is wrong with a row can be said at once.
/// </summary>
internal abstract class JournalRow
{
    private List<string>? _complaints;
    private ulong _columns;

    /// <summary>What is wrong with the row, as far as it was read; null where nothing is.</summary>
    public string? Damage => _complaints is null ? null : string.Join("; ", _complaints);

    /// <summary>Notes that a column does not hold what it has to. The first that is said of it stands.</summary>
    /// <param name="column">The column.</param>
    /// <param name="what">What it does instead, behind its name in a sentence.</param>
    public void Complain(int column, string what)
    {
        var bit = 1UL << column;
        if ((_columns & bit) == 0)
        {
            _columns |= bit;
            Complain($"'{NameOf(column)}' {what}");
        }
    }

    /// <summary>Notes what is wrong with several columns.</summary>
    public void Complain(string what) => (_complaints ??= []).Add(what);

    public long Number(int column, long least = long.MinValue, long most = long.MaxValue) => NumberOrNull(column, least, most) ?? Missing(column, least);

    public long? NumberOrNull(int column, long least = long.MinValue, long most = long.MaxValue)
    {
        if (IsNull(column) || Find(column, ReadNumber) is not { } number)
        {
            return null;
        }

        if (number < least || number > most)
        {
            Complain(column, string.Create(CultureInfo.InvariantCulture, $"is {number}, which it cannot be"));
            return null;
        }

        return number;
    }

    public bool Flag(int column) => !IsNull(column) ? Find(column, ReadFlag) ?? false : Missing(column, false);

    public string Text(int column) => TextOrNull(column) ?? Missing(column, string.Empty);

    public string? TextOrNull(int column) => IsNull(column) ? null : Found(column, ReadText);

    /// <param name="column">The column.</param>
    /// <param name="length">How many bytes it has to have.</param>
    public byte[] Bytes(int column, int length)
    {
        if (IsNull(column))
        {
            return Missing<byte[]>(column, []);
        }

        var bytes = Found(column, ReadBytes);
        if (bytes is not null && bytes.Length != length)
        {
            Complain(column, string.Create(CultureInfo.InvariantCulture, $"has {bytes.Length} bytes, not {length}"));
        }

        return bytes ?? [];
    }

    public DateTimeOffset Time(int column) => TimeOrNull(column) ?? Missing(column, DateTimeOffset.UnixEpoch);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Find(column, ReadTime);

    protected abstract string NameOf(int column);

    protected abstract bool IsNull(int column);

    /// <exception cref="FormatException">It is none. So of all that follow.</exception>
    protected abstract long ReadNumber(int column);

    protected abstract bool ReadFlag(int column);

    protected abstract string ReadText(int column);

    protected abstract byte[] ReadBytes(int column);

    protected abstract DateTimeOffset ReadTime(int column);

    /// <summary>Forgets what was wrong with the row before.</summary>
    protected void Begin() => (_complaints, _columns) = (null, 0);

    /// <summary>Said of a value that is not there. One that was wrong has been complained of already.</summary>
    private T Missing<T>(int column, T instead)
    {
        Complain(column, "is missing");
        return instead;
    }

    private T? Find<T>(int column, Func<int, T> read)
        where T : struct
    {
        try
        {
            return read(column);
        }
        catch (Exception exception) when (IsOfValue(exception))
        {
            Complain(column, $"cannot be read: {exception.Message.TrimEnd('.')}");
            return null;
        }
    }

    private T? Found<T>(int column, Func<int, T> read)
        where T : class
    {
        try
        {
            return read(column);
        }
        catch (Exception exception) when (IsOfValue(exception))
        {
            Complain(column, $"cannot be read: {exception.Message.TrimEnd('.')}");
            return null;
        }
    }

    private static bool IsOfValue(Exception exception) => exception is FormatException or InvalidCastException or OverflowException or ArgumentException;
}
