using ExecutionControl.KiotaLock;

namespace ExecutionControl.Tools.Tests.Generation;

/// <summary>Compares the generated files of a repository with those that its specifications give.</summary>
internal static class GeneratedFiles
{
    private const string Remedy = "Run scripts/generate, and commit what it changes together with the specification.";

    /// <summary>Says of every file that differs, if by a byte, which it is and what to do.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="generated">What was generated from its specifications just now.</param>
    public static IReadOnlyList<string> Differences(RepositoryLayout repository, RepositoryLayout generated) =>
    [
        .. Files(repository).Union(Files(generated), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(file => (File: file, Difference: Difference(Path.Combine(repository.Root, file), Path.Combine(generated.Root, file))))
            .Where(found => found.Difference is not null)
            .Select(found => $"{found.File} {found.Difference} {Remedy}"),
    ];

    private static IEnumerable<string> Files(RepositoryLayout layout) =>
        Directory.EnumerateFiles(layout.GeneratedClients, "*", SearchOption.AllDirectories).Append(layout.LockFile).Where(File.Exists).Select(layout.Relative);

    private static string? Difference(string inRepository, string inGenerated)
    {
        if (!File.Exists(inRepository))
        {
            return "is missing.";
        }

        if (!File.Exists(inGenerated))
        {
            return "is not generated from openapi/.";
        }

        var found = File.ReadAllBytes(inRepository);
        var expected = File.ReadAllBytes(inGenerated);
        var same = found.AsSpan().CommonPrefixLength(expected);
        return same == found.Length && same == expected.Length
            ? null
            : $"is not what openapi/ gives, from byte {same} (line {found.AsSpan(0, same).Count((byte)'\n') + 1}) on.";
    }
}
