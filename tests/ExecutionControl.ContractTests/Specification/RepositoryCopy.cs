using ExecutionControl.KiotaLock;

namespace ExecutionControl.ContractTests.Specification;

/// <summary>A throw-away copy of what the lock file guards, for a test to tamper with.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("execution-control-");

    public RepositoryCopy()
    {
        Layout = new RepositoryLayout(_folder.FullName);
        var original = Repository.Layout;
        var guarded = Directory.EnumerateFiles(original.Specifications)
            .Concat(Directory.EnumerateFiles(original.GeneratedClients, "*", SearchOption.AllDirectories))
            .Concat([original.LockFile, Path.Combine(original.Root, "ExecutionControl.sln")]);
        foreach (var file in guarded)
        {
            var copy = PathOf(original.Relative(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public RepositoryLayout Layout { get; }

    public string PathOf(string relative) => Path.Combine(Layout.Root, relative);

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
