using System.IO.Compression;
using System.Text.RegularExpressions;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>The links of a package's texts.</summary>
internal static partial class PackedLinks
{
    /// <summary>The links to files that are not in the package.</summary>
    public static async Task<IReadOnlyList<string>> FindBrokenAsync(ZipArchive package)
    {
        var files = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
        var broken = new List<string>();
        foreach (var text in package.Entries.Where(entry => entry.FullName.EndsWith(".md", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await text.OpenAsync());
            var links = Link().Matches(await reader.ReadToEndAsync()).Select(match => match.Groups["address"].Value).ToList();
            broken.AddRange(links
                .Where(link => !link.Contains("://", StringComparison.Ordinal))
                .Where(link => !files.Contains(new Uri(new Uri($"file:///{text.FullName}"), link).AbsolutePath[1..]))
                .Select(link => $"{text.FullName}: {link}"));
        }

        return broken;
    }

    [GeneratedRegex(@"\]\((?<address>[^)#\s]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
