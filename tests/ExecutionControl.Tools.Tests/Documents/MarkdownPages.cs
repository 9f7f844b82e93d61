using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Tools.Tests.Documents;

/// <summary>The repository's own Markdown.</summary>
internal static class MarkdownPages
{
    private static readonly string[] ForeignFolders = ["bin", "obj", "node_modules", "artifacts", ".git", "TestResults", "StrykerOutput"];

    public static IReadOnlyList<MarkdownPage> All { get; } =
        [.. Files(new DirectoryInfo(RepositoryFolder.Path)).Order(StringComparer.Ordinal).Select(static path => MarkdownPage.Read(RepositoryFolder.Path, path))];

    public static MarkdownPage Of(string path) => All.Single(page => page.Path == path);

    private static IEnumerable<string> Files(DirectoryInfo folder) => folder.EnumerateFiles("*.md")
        .Select(static file => Path.GetRelativePath(RepositoryFolder.Path, file.FullName).Replace('\\', '/'))
        .Concat(folder.EnumerateDirectories().Where(static child => !ForeignFolders.Contains(child.Name, StringComparer.Ordinal)).SelectMany(Files));
}
