namespace ExecutionControl.Reference.Https;

/// <summary>The folder that keeps the certificate authority, its files readable by their owner alone.</summary>
internal sealed class CertificateFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The certificate of the authority: what other tools need to trust.</summary>
    public string AuthorityFile { get; } = Path.GetFullPath(Path.Combine(path, "ca.pem"));

    private string Pair => Path.Combine(path, "ca-with-key.pem");

    /// <summary>Where they are kept when nobody says: the user's own folder for local data.</summary>
    public static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ExecutionControl", "certificates");

    /// <summary>The kept authority as PEM, certificate and key; null when there is none.</summary>
    public string? Read() => File.Exists(Pair) ? File.ReadAllText(Pair) : null;

    /// <summary>
    /// Keeps an authority, unless another process has just kept one: whichever is there afterwards is the one.
    /// </summary>
    public void Keep(string certificateWithKey, bool replace)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }

        var fresh = Write(Pair, certificateWithKey);
        try
        {
            // One move, so that certificate and key always belong together.
            File.Move(fresh, Pair, overwrite: replace);
        }
        catch (IOException) when (File.Exists(Pair))
        {
            File.Delete(fresh);
        }
    }

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
