using System.Text.Json;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Tests.Documentation;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Cli.Tests.Streams;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>--dry-run</c> shows what would be sent, and sends nothing.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly UserFolder _user = new();

    /// <summary>Every command that changes something, and some options that must change nothing about it.</summary>
    public static TheoryData<string> Commands { get; } =
    [
        .. CommandTree.All.OfType<EctlCommand>().Where(command => command.Operation is not null)
            .Select(command => CommandLineCase.All[CommandTree.PathOf(command)]).Select(line => $"{line.Command[5..]} {line.Arguments}"),
        "automations clear-breaker aut_runaway --decision run --wait --yes",
        "agent-runs ban 102 --before-card c1 --yes",
    ];

    public void Dispose() => _user.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task DryRun_AnyCommand_ReachesTheServerWithNothing(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, [.. line.Split(' '), "--dry-run"], server.Environment)).ShouldExitWith(0);

        var verbose = (await Ectl.RunAsync(_user, [.. line.Split(' '), "--dry-run", "--verbose"], server.Environment)).ShouldExitWith(0);

        Assert.StartsWith("Dry run: this would ", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nNothing was sent. The request:\nPOST ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization:", result.Output, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer [redacted]", verbose.Output, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task DryRun_AnyCommand_ShowsExactlyWhatIsSentWithoutIt(string line)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(400, """{"message":"no","detail":"no"}"""));
        var url = server.Url;
        var variables = ServiceVariables.ConductorOne(url).Concat(ServiceVariables.Codegen(url)).Concat(ServiceVariables.Kubiya(url))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

        var document = (await Ectl.RunAsync(_user, [.. line.Split(' '), "--dry-run", "-o", "json"], variables)).ShouldExitWith(0).OutputDocument();
        await Ectl.RunAsync(_user, line.Split(' '), variables);

        var sent = server.Requests.First(request => request.Method == "POST");
        var planned = document.GetProperty("dryRun");
        Assert.Equal("POST", planned.GetProperty("method").GetString());
        Assert.Equal(new Uri(url, sent.Path).ToString(), planned.GetProperty("url").GetString());
        Assert.Equal(sent.Body, planned.TryGetProperty("body", out var body) ? body.GetString() : string.Empty);
        var headers = planned.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString(), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            sent.Headers.Where(header => header.Key != "Authorization").Select(header => (header.Key, header.Value)).Order(),
            headers.Where(header => header.Key != "Authorization").Select(header => (header.Key, header.Value!)).Order());
        Assert.Equal("notSent", document.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task DryRun_NoCredential_ExitsWithThree() =>
        (await Ectl.RunAsync(_user, ["executions", "pause", "a", "--dry-run"])).ShouldExitWith(3);

    [Fact]
    public async Task DryRun_ArgumentIsWrong_ExitsWithTwo()
    {
        var result = await Ectl.RunAsync(
            _user,
            ["executions", "terminate", "a", "--reason", new string('x', 501), "--dry-run"],
            ServiceVariables.Kubiya(new Uri("http://127.0.0.1:1")));

        Assert.Contains("501 characters", result.ShouldExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_Json_IsOneDocument()
    {
        var result = await Ectl.RunAsync(_user, ["--sandbox", "executions", "pause", "a", "--dry-run", "-o", "jsonl"]);

        Assert.Equal(JsonValueKind.Object, result.ShouldExitWith(0).OutputDocument().GetProperty("dryRun").ValueKind);
    }
}
