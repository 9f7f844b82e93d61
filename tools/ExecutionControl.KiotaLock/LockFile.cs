using System.Text.Json;

namespace ExecutionControl.KiotaLock;

/// <summary>The repository's own lock file: which client was generated from what, and what every one of its files looked like.</summary>
/// <param name="LockFileVersion">Version of this format.</param>
/// <param name="Clients">The clients in the order of their output folders.</param>
internal sealed record LockFile(string LockFileVersion, IReadOnlyList<LockedClient> Clients)
{
    public const string CurrentVersion = "1.0.0";

    /// <summary>The same clients give the same bytes on every machine.</summary>
    public string ToText() => JsonSerializer.Serialize(this, LockFileJson.Default.LockFile) + "\n";
}
