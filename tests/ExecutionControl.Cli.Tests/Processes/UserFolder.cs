using System.Collections.Concurrent;
using ExecutionControl.Cli.Tests.Secrets;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>
/// A user's own folders, empty at first and gone at the end, so that no test sees what another did. At the end no file in them may hold a
/// secret that others than its owner could read.
/// </summary>
public sealed class UserFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ectl-test-");
    private readonly ConcurrentDictionary<string, byte[]> _own = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<string> _secrets = new();

    public UserFolder()
    {
        Home = _root.FullName;
        Temporary = Directory.CreateTempSubdirectory("ectl-tmp-").FullName;
    }

    public string Home { get; }

    /// <summary>Where the user's programs put temporary files.</summary>
    public string Temporary { get; }

    public string StateHome => Path.Combine(Home, "state");

    public string SandboxFile => Path.Combine(StateHome, "ectl", "sandbox.db");

    public string ConfigurationFile => Path.Combine(Home, ".config", "ectl", "config.yaml");

    public string CacheFolder => Path.Combine(Home, ".cache", "ectl");

    /// <summary>Writes a text file for its owner alone, in folders that are made if they are missing.</summary>
    public string WriteText(string name, string text)
    {
        var path = Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    /// <summary>Writes a shell script that its owner can run.</summary>
    public string WriteProgram(string name, string text)
    {
        var path = PlaceFor(name, System.Text.Encoding.UTF8.GetBytes(text));
        ProgramFile.Write(path, text);
        return path;
    }

    /// <summary>Writes ectl's configuration.</summary>
    public string Configure(string text) => WriteText(ConfigurationFile, text);

    /// <summary>Writes a file and says where it is.</summary>
    public string Write(string name, byte[] content)
    {
        var path = PlaceFor(name, content);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Notes what is run in these folders, with the secrets that it is given.</summary>
    internal void Note(string command, IEnumerable<string> secrets)
    {
        _commands.Enqueue(command);
        foreach (var secret in secrets)
        {
            _secrets.Enqueue(secret);
        }
    }

    public void Dispose()
    {
        try
        {
            Sweep();
        }
        finally
        {
            _root.Delete(recursive: true);
            Directory.Delete(Temporary, recursive: true);
        }
    }

    private void Sweep()
    {
        var sweep = new SecretSweep(string.Join("' or '", _commands.Distinct(StringComparer.Ordinal)), _secrets.Distinct(StringComparer.Ordinal));
        foreach (var folder in (string[])[Home, Temporary])
        {
            FolderSweep.Sweep(new DirectoryInfo(folder), (path, content) => _own.TryGetValue(path, out var own) && own.AsSpan().SequenceEqual(content), sweep);
        }

        sweep.ThrowIfFound();
    }

    private string PlaceFor(string name, byte[] content)
    {
        var path = Path.Combine(Home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _own[path] = content;
        return path;
    }
}
