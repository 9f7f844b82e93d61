using System.Text.Json;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>A service, or somebody who names things there, sends text that shows otherwise than it is.</summary>
public sealed class HostileTextTests : IDisposable
{
    private const string Name = "Nightly \u202etset )kcab llor(\u202c\u200b\u0085\udb40\udc41";
    private const string Shown = @"Nightly \u202etset )kcab llor(\u202c\u200b\u0085\udb40\udc41";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("list")]
    [InlineData("get aut_1")]
    public async Task Read_NameHoldsFormatCharacters_ShowsThemAndKeepsThemInJson(string command)
    {
        await using var server = new RawServer(Answer);

        var table = (await RunAsync(server, $"automations {command}")).ShouldExitWith(0);
        var json = (await RunAsync(server, $"automations {command} -o json")).ShouldExitWith(0);

        Assert.Contains(Shown, table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', table.Output + json.Output);
        Assert.DoesNotContain('\u200b', table.Output + json.Output);
        var document = json.OutputDocument();
        var item = command is "list" ? document.GetProperty("items")[0] : document;
        Assert.Equal(Name, item.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task Question_NameHoldsFormatCharacters_ShowsThem()
    {
        await using var server = new RawServer(Answer);
        await using var terminal = EctlTerminal.Start(
            _user, "ectl automations resolve-paused --decision cancel", ServiceVariables.ConductorOne(server.Url));

        await terminal.SeesAsync("empty for none: ");
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains(Shown, terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', terminal.Screen);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task Failure_ServicesWordsHoldFormatCharacters_ShowsThem(string format)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(409, """{"detail":"no \u202eyes\u2028 \u009b31m"}"""));

        var result = (await Ectl.RunAsync(
            _user, ["executions", "pause", "a", "-o", format, "--verbose"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(5);

        Assert.DoesNotContain(result.Error, character => character is '\u202e' or '\u2028' or '\u009b');
        Assert.Contains("yes", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NamesAreWide_AlignsCells()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """
            [{"id":"a","status":"running","entity_name":"日本語エージェント","user_email":"one"},
             {"id":"b","status":"running","entity_name":"👩‍👩‍👧 Zoë","user_email":"two"},
             {"id":"c","status":"running","entity_name":"plain","user_email":"three"}]
            """));

        var lines = (await RunAsync(server, "executions list", "kubiya")).ShouldExitWith(0).Output.Split('\n');

        var columns = ((string[])["USER", "one", "two", "three"]).Select((word, row) => CellWidth.Of(lines[row][..lines[row].IndexOf(word, StringComparison.Ordinal)]));
        Assert.Single(columns.Distinct());
    }

    private static RawAnswer Answer(RawRequest request)
    {
        var item = $$$"""{"id":"aut_1","displayName":{{{JsonSerializer.Serialize(Name)}}},"circuitBreaker":{"trippedAt":"2026-01-01T00:00:00Z"},"isCircuitBreakerTripped":true}""";
        return RawAnswer.Json(200, request.Path switch
        {
            { } path when path.Contains("executions", StringComparison.Ordinal) => """{"list":[],"nextPageToken":""}""",
            { } path when path.EndsWith("/aut_1", StringComparison.Ordinal) => $$"""{"automation":{{item}}}""",
            _ => $$"""{"list":[{{item}}],"nextPageToken":""}""",
        });
    }

    private Task<EctlResult> RunAsync(RawServer server, string line, string service = "conductorone") => Ectl.RunAsync(
        _user, line.Split(' '), service is "kubiya" ? ServiceVariables.Kubiya(server.Url) : ServiceVariables.ConductorOne(server.Url));
}
