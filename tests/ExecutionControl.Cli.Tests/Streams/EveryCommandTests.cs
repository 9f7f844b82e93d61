using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExecutionControl.Cli.Tests.Documentation;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>Every command in every format: the answer on stdout, the rest on stderr.</summary>
public sealed partial class EveryCommandTests : IAsyncLifetime
{
    private static readonly HashSet<string> DescribedShapes =
        [.. Shape().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "output.md"))).Select(match => match.Value)];

    private readonly UserFolder _user = new();
    private ReferenceServer _server = null!;

    /// <summary>Every command of the tree that does something.</summary>
    public static TheoryData<string> Commands { get; } =
        [.. CommandTree.All.Where(command => command.Subcommands.Count == 0).Select(CommandTree.PathOf)];

    public async Task InitializeAsync()
    {
        _server = await ReferenceServer.StartAsync();
        _user.Configure(CommandLineCase.Profiles(_server));
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _user.Dispose();
    }

    [Fact]
    public void Cases_All_AreCommandsOfTheTree() =>
        Assert.Equal(((IEnumerable<object[]>)Commands).Select(row => (string)row[0]).Order(StringComparer.Ordinal), CommandLineCase.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_ForPeople_PrintsTheAnswerAloneToStdout(string command)
    {
        var line = CommandLineCase.All[command];

        var result = await RunAsync(line);

        Assert.Contains(line.Shows, result.Output, StringComparison.Ordinal);
        Assert.Empty(Lines(result.Output).Intersect(Lines(result.Error), StringComparer.Ordinal));
        Assert.All(Lines(result.Output), text => Assert.DoesNotMatch("^(warning:|asking |round |sandbox:|listening |stopped )", text));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_Json_PrintsOneDocumentAndProgressInLines(string command)
    {
        var line = CommandLineCase.All[command];

        var result = await RunAsync(line, "--output", "json", "--verbose");

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

        var result = await RunAsync(line, "--output", "jsonl");

        if (line.Kind != AnswerKind.Text)
        {
            var lines = Lines(result.Output);
            Assert.All(lines, text => AssertSchema(line, Parse(text)));
            Assert.True(line.Kind == AnswerKind.List ? lines.Length > 1 : lines.Length == 1, result.Output);
        }

        Assert.Empty(result.Error);
    }

    /// <summary>Runs the line to its end, which for a server comes with a signal as soon as it is ready.</summary>
    private async Task<EctlResult> RunAsync(CommandLineCase line, params string[] options)
    {
        await using var ectl = EctlProcess.Start(
            _user,
            line.Words(_server.Url, options),
            line.Kind == AnswerKind.Ready ? ServiceVariables.None : _server.Environment,
            Encoding.UTF8.GetBytes(_server.Credentials.Kubiya.ApiKey));
        if (line.Kind == AnswerKind.Ready)
        {
            await ectl.FirstLineAsync();
            ectl.Interrupt();
        }

        return (await ectl.WaitAsync()).ShouldExitWith(0);
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
