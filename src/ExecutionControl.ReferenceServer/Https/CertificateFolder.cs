using System.Diagnostics;
using ExecutionControl.Reference.Files;

namespace ExecutionControl.Reference.Https;

/// <summary>The folder that keeps the certificate authority, its files readable by their owner alone.</summary>
internal sealed class CertificateFolder(string path, Action<string> tell)
{
    private const int MaxBytes = 64 * 1024;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);

    private readonly string _path = Path.GetFullPath(path);

    /// <summary>The certificate of the authority: what other tools need to trust.</summary>
    public string AuthorityFile => Path.Combine(_path, "ca.pem");

    private string Pair => Path.Combine(_path, "ca-with-key.pem");

    /// <summary>Where they are kept when nobody says: the user's own folder for local data.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "ExecutionControl",
        "certificates");

    /// <summary>
    /// The kept authority as PEM, certificate and key; null when there is none. A key that others could read is taken from them, which is
    /// told.
    /// </summary>
    /// <exception cref="IOException">The file is not one of the user's own.</exception>
    public string? Read() => TrustedFile.Read(Pair, MaxBytes, isSecret: true, () => tell(
        $"{Pair} could be read by others and no longer can. "
        + $"If somebody may have copied the key, delete {_path} to have a new authority made, and trust that one."));

    /// <summary>
    /// Keeps other servers, in this process or another, out of the folder until it is disposed: a move that must not overwrite
    /// is no guard, since .NET looks first and renames then.
    /// </summary>
    /// <exception cref="IOException">Another server did not let go of it in time, or the folder is not one of the user's own.</exception>
    public FileStream Lock()
    {
        TrustedFile.PrepareFolder(_path, isOwn: true);
        if (TrustedFile.CloseFolder(_path))
        {
            tell($"{_path} could be listed by others and no longer can.");
        }

        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TrustedFile.TryOpenLocked(Path.Combine(_path, "ca.lock")) is { } held)
            {
                return held;
            }

            if (Stopwatch.GetElapsedTime(startedAt) >= LockPatience)
            {
                throw new IOException($"Another server has been using {_path} for {LockPatience.TotalSeconds:0} s. Try again.");
            }

            Thread.Sleep(LockInterval);
        }
    }

    /// <summary>Keeps an authority, in place of the one that was there. Only while the folder is locked.</summary>
    public void Keep(string certificateWithKey) => TrustedFile.Replace(Pair, certificateWithKey);

    /// <summary>Puts the authority's certificate, without its key, where other tools can read it. Only while the folder is locked.</summary>
    public void Publish(string certificate)
    {
        if (TrustedFile.Read(AuthorityFile, MaxBytes) != certificate)
        {
            TrustedFile.Replace(AuthorityFile, certificate);
        }
    }
}
