using System.Diagnostics;

namespace ExecutionControl.Reference.Https;

/// <summary>The folder that keeps the certificate authority, its files readable by their owner alone.</summary>
internal sealed class CertificateFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>The certificate of the authority: what other tools need to trust.</summary>
    public string AuthorityFile { get; } = Path.GetFullPath(Path.Combine(path, "ca.pem"));

    private string Pair => Path.Combine(path, "ca-with-key.pem");

    /// <summary>Where they are kept when nobody says: the user's own folder for local data.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ExecutionControl", "certificates");

    /// <summary>The kept authority as PEM, certificate and key; null when there is none.</summary>
    public string? Read() => File.Exists(Pair) ? File.ReadAllText(Pair) : null;

    /// <summary>
    /// Keeps other servers, in this process or another, out of the folder until it is disposed: a move that must not overwrite
    /// is no guard, since .NET looks first and renames then.
    /// </summary>
    /// <exception cref="IOException">Another server did not let go of it in time.</exception>
    public FileStream Lock()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(path, "ca.lock"), options);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(startedAt) < LockPatience)
            {
                Thread.Sleep(LockInterval);
            }
        }
    }

    /// <summary>Keeps an authority, in place of the one that was there. Only while the folder is locked.</summary>
    public void Keep(string certificateWithKey) =>
        // One move, so that certificate and key always belong together.
        File.Move(Write(Pair, certificateWithKey), Pair, overwrite: true);

    /// <summary>Puts the authority's certificate, without its key, where other tools can read it.</summary>
    public void Publish(string certificate)
    {
        if (!File.Exists(AuthorityFile) || File.ReadAllText(AuthorityFile) != certificate)
        {
            File.Move(Write(AuthorityFile, certificate), AuthorityFile, overwrite: true);
        }
    }

    private static string Write(string file, string content)
    {
        var fresh = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var writer = new StreamWriter(fresh, options);
        writer.Write(content);
        return fresh;
    }
}
