namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>A user's own folders, empty at first and gone at the end, so that no test sees what another did.</summary>
public sealed class UserFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ectl-test-");

    public string Home => _root.FullName;

    public string StateHome => Path.Combine(Home, "state");

    public string SandboxFile => Path.Combine(StateHome, "ectl", "sandbox.db");

    /// <summary>Writes a file and says where it is.</summary>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Home, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
