using System.Globalization;
using System.Text.RegularExpressions;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>A fenced block of a document that people copy.</summary>
/// <param name="Page">The document, from the root of the repository.</param>
/// <param name="Language">What the fence says.</param>
/// <param name="Text">The block, without the fences.</param>
/// <param name="Number">Which of its page's blocks it is, from 1.</param>
internal sealed partial record DocumentedBlock(string Page, string Language, string Text, int Number)
{
    /// <summary>What comes before a block in a shell, so that no server that it started outlives one that failed.</summary>
    public const string EndServer = "trap '[[ -z ${ECTL_SERVE_PID-} ]] || kill $ECTL_SERVE_PID 2> /dev/null || true' EXIT\n";

    /// <summary>The blocks that a reader of the documents meets; what only those meet who carry the project on is not among them.</summary>
    public static IReadOnlyList<DocumentedBlock> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "docs"), "*.md")
            .Select(file => $"docs/{Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal)
            .Prepend("README.md")
            .SelectMany(Of)];

    public IReadOnlyList<string> Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>What it is called in a list of tests.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Page}, {Number}: {Lines[0]}");

    public static IEnumerable<DocumentedBlock> Of(string page) => Fence().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Path, page)))
        .Select((match, index) => new DocumentedBlock(page, match.Groups["language"].Value, match.Groups["text"].Value, index + 1));

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
