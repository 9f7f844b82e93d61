using System.Text.Json;
using System.Text.RegularExpressions;
using ExecutionControl.Cli.Tests.Documentation;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>Every command in every format: the answer on stdout, the rest on stderr.</summary>
public sealed partial class EveryCommandTests
{
    private static readonly HashSet<string> DescribedShapes =
        [.. Shape().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "reference", "output.md"))).Select(match => match.Value)];

    /// <summary>Every command of the tree that does something.</summary>
    public static TheoryData<string> Commands { get; } =
        [.. CommandTree.All.Where(command => command.Subcommands.Count == 0).Select(CommandTree.PathOf)];

    [Fact]
    public void Cases_All_AreCommandsOfTheTree() =>
        Assert.Equal(((IEnumerable<object[]>)Commands).Select(row => (string)row[0]).Order(StringComparer.Ordinal), CommandLineCase.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_ForPeople_PrintsTheAnswerAloneToStdout(string command)
    {
        var line = CommandLineCase.All[command];

        var result = await line.RunAsync();

        Assert.Contains(line.Shows, result.Output, StringComparison.Ordinal);
        Assert.Empty(Lines(result.Output).Intersect(Lines(result.Error), StringComparer.Ordinal));
        Assert.All(Lines(result.Output), text => Assert.DoesNotMatch("^(warning:|asking |round |sandbox:|listening |stopped )", text));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_Json_PrintsOneDocumentAndProgressInLines(string command)
    {
        var line = CommandLineCase.All[command];

        var result = await line.RunAsync("--output", "json", "--verbose");

        if (line.Kind != AnswerKind.Text)
        {
            AssertSchema(line, Parse(Assert.Single(Lines(result.Output))));
        }

        Assert.All(Lines(result.Error), text => Parse(text));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_JsonLines_PrintsADocumentOnEachLine(string command)
    {
        var line = CommandLineCase.All[command];

        var result = await line.RunAsync("--output", "jsonl");

        if (line.Kind != AnswerKind.Text)
        {
            var lines = Lines(result.Output);
            Assert.All(lines, text => AssertSchema(line, Parse(text)));
            Assert.True(line.Kind == AnswerKind.List ? lines.Length > 1 : lines.Length == 1, result.Output);
        }

        Assert.Empty(result.Error);
    }

    private static void AssertSchema(CommandLineCase line, JsonElement document)
    {
        if (line.Kind != AnswerKind.Ready)
        {
            Assert.Contains(document.GetProperty("schema").GetString()!, DescribedShapes);
        }
    }

    [GeneratedRegex("ectl/v1/[a-z-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }
}
