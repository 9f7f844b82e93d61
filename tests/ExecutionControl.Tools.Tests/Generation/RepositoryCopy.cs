using ExecutionControl.KiotaLock;

namespace ExecutionControl.Tools.Tests.Generation;

/// <summary>A throw-away copy of the specifications and of what is generated from them, for a test to tamper with.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("execution-control-copy-");

    public RepositoryCopy()
    {
        var original = GeneratedAnew.Repository;
        var files = Directory.EnumerateFiles(original.Specifications)
            .Concat(Directory.EnumerateFiles(original.GeneratedClients, "*", SearchOption.AllDirectories))
            .Append(original.LockFile);
        foreach (var file in files)
        {
            var copy = PathOf(original.Relative(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public RepositoryLayout Layout => new(_folder.FullName);

    public string PathOf(string relative) => Path.Combine(_folder.FullName, relative);

    /// <summary>Edits a file, and demands that the edit changed something: a test whose tampering does nothing proves nothing.</summary>
    public void Replace(string relative, string oldText, string newText)
    {
        var before = File.ReadAllText(PathOf(relative));
        var after = before.Replace(oldText, newText, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        File.WriteAllText(PathOf(relative), after);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
