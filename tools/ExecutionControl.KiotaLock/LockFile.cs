using System.Text.Json;

namespace ExecutionControl.KiotaLock;

/// <summary>The repository's own lock file: which client was generated from what, and what every one of its files looked like.</summary>
/// <param name="LockFileVersion">Version of this format.</param>
/// <param name="Clients">The clients in the order of their output folders.</param>
internal sealed record LockFile(string LockFileVersion, IReadOnlyList<LockedClient> Clients)
{
    public const string CurrentVersion = "1.0.0";

    /// <exception cref="InvalidDataException">The text is no lock file.</exception>
    public static LockFile Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, LockFileJson.Default.LockFile) ?? throw new InvalidDataException("The lock file is null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The lock file cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>The same clients give the same bytes on every machine.</summary>
    public string ToText() => JsonSerializer.Serialize(this, LockFileJson.Default.LockFile) + "\n";
}
