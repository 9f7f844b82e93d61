namespace ExecutionControl.KiotaLock;

/// <summary>Where the repository keeps its specifications, its generated clients and the lock file that ties them together.</summary>
/// <param name="Root">The repository's root folder.</param>
internal sealed record RepositoryLayout(string Root)
{
    private const string SolutionFile = "ExecutionControl.sln";

    public string LockFile => Path.Combine(Root, "kiota-lock.json");

    public string Specifications => Path.Combine(Root, "openapi");

    public string GeneratedClients => Path.Combine(Root, "src", "ExecutionControl.Client", "Generated");

    /// <summary>Walks up from a folder to the one that holds the solution.</summary>
    /// <exception cref="DirectoryNotFoundException">No parent holds the solution.</exception>
    public static RepositoryLayout Find(string startFolder)
    {
        for (var folder = new DirectoryInfo(startFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return new RepositoryLayout(folder.FullName);
            }
        }

        throw new DirectoryNotFoundException($"Neither '{startFolder}' nor a folder above it holds {SolutionFile}; run this inside a clone of the repository.");
    }

    /// <summary>A path as the lock file writes it: relative to the root, with '/' on every system.</summary>
    public string Relative(string path) => Portable(Path.GetRelativePath(Root, path));

    public static string Portable(string path) => path.Replace('\\', '/');
}
