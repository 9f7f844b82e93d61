namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>A user's own folders, empty at first and gone at the end, so that no test sees what another did.</summary>
public sealed class UserFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ectl-test-");

    public string Home => _root.FullName;

    public string StateHome => Path.Combine(Home, "state");

    public string SandboxFile => Path.Combine(StateHome, "ectl", "sandbox.db");

    public string ConfigurationFile => Path.Combine(Home, ".config", "ectl", "config.yaml");

    public string CacheFolder => Path.Combine(Home, ".cache", "ectl");

    /// <summary>Writes a text file for its owner alone, in folders that are made if they are missing.</summary>
    public string WriteText(string name, string text)
    {
        var path = Path.Combine(Home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    /// <summary>Writes ectl's configuration.</summary>
    public string Configure(string text) => WriteText(ConfigurationFile, text);

    /// <summary>Writes a file and says where it is.</summary>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Home, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
