using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl automations resolve-paused</c>: the command that is typed under stress.</summary>
public sealed class ResolvePausedTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Cancel_SomeErroredAtFirst_TakesTwoRoundsAndReportsEach()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "--decision", "cancel", "--reason", "runaway")).ShouldExitWith(0);

        Assert.StartsWith("Applied: 240 paused executions of aut_runaway cancelled in 2 rounds; 0 left.", result.Output, StringComparison.Ordinal);
        Assert.Contains("still tripped", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"round 1: 237 resolved, 3 errored \(([0-9.]+/s, )?\d+:\d\d\); next round in ", result.Error);
        Assert.Matches(@"round 2: 3 resolved \(240 so far\), 0 errored \(([0-9.]+/s, )?\d+:\d\d\)\n", result.Error);
        Assert.DoesNotContain("warning", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.Journal.Count(OperationNames.ResolvePaused));
        Assert.Equal(0, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task Cancel_NothingPaused_IsAlreadySo()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "--decision", "cancel", "--reason", "runaway")).ShouldExitWith(0);

        var document = (await RunAsync(server, "--decision", "cancel", "--reason", "again", "--output", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("alreadySo", document.GetProperty("outcome").GetString());
        Assert.Equal(0, document.GetProperty("totals").GetProperty("resolved").GetInt64());
    }

    [Fact]
    public async Task Cancel_JsonWanted_PrintsOneDocumentWithTotals()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "--decision", "CANCEL", "--reason", "ümlaut \"quoted\" <&>", "--output", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.Equal(0, document.GetProperty("exitCode").GetInt32());
        Assert.True(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal("conductorOne", document.GetProperty("service").GetString());
        Assert.Equal("resolve-paused", document.GetProperty("operation").GetString());
        Assert.Equal("aut_runaway", document.GetProperty("target").GetString());
        Assert.Equal("cancel", document.GetProperty("decision").GetString());
        Assert.False(document.GetProperty("sandbox").GetBoolean());
        Assert.False(document.TryGetProperty("warnings", out _));
        var totals = document.GetProperty("totals");
        Assert.Equal(240, totals.GetProperty("resolved").GetInt64());
        Assert.Equal(0, totals.GetProperty("errored").GetInt64());
        Assert.Equal(2, totals.GetProperty("rounds").GetInt32());
        Assert.False(totals.GetProperty("lowerBound").GetBoolean());
        Assert.True(totals.GetProperty("circuitBreakerTripped").GetBoolean());
    }

    [Fact]
    public async Task Cancel_VerboseJson_ReportsRoundsAsJsonLinesOnStderr()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "--decision", "cancel", "--reason", "x", "-o", "json", "--verbose")).ShouldExitWith(0);

        var rounds = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("event").GetString() is "round")
            .ToList();
        Assert.Equal([1, 2], rounds.Select(round => round.GetProperty("round").GetInt32()));
        Assert.Equal([237L, 240L], rounds.Select(round => round.GetProperty("resolved").GetInt64()));
    }

    [Fact]
    public async Task Cancel_WithoutReason_IsSentWithAWarning()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "--decision", "cancel")).ShouldExitWith(0);

        Assert.Contains("warning: cancelling without --reason", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task Cancel_WithoutReasonAndJsonWanted_WarnsInTheDocument()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "--decision", "cancel", "--output", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Contains("--reason", Assert.Single(document.GetProperty("warnings").EnumerateArray().ToList()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutReason_DoesNotWarn()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "--decision", "run", "--yes")).ShouldExitWith(0);

        Assert.StartsWith("Applied: 240 paused executions of aut_runaway sent on to run", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_UnknownAutomation_ExitsWithFour()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await Ectl.RunAsync(
            _user,
            ["automations", "resolve-paused", "--yes", "aut_nobody", "--decision", "cancel", "--reason", "x", "-o", "json"],
            server.Environment)).ShouldExitWith(4).ErrorDocument();

        Assert.Equal("refused", document.GetProperty("outcome").GetString());
        Assert.Equal("notFound", document.GetProperty("refusalReason").GetString());
        Assert.Equal(404, document.GetProperty("status").GetInt32());
        Assert.Equal("aut_nobody", document.GetProperty("target").GetString());
        Assert.Equal(1, server.Journal.Count(OperationNames.ResolvePaused));
    }

    [Fact]
    public async Task Cancel_ReasonTooLong_ExitsWithTwoAndSendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "--decision", "cancel", "--reason", new string('é', 513))).ShouldExitWith(2);

        Assert.Contains("1024", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Cancel_SomeNeverResolve_ExitsWithSixAndCounts()
    {
        await using var server = new RawServer(request => request.Method == "POST"
            ? RawAnswer.Json(200, """{"pausedCount":0,"erroredCount":3,"bulkActionId":""}""")
            : RawAnswer.Json(200, """{"automation":{"id":"aut_1"}}"""));

        var document = (await RunRawAsync(server, "-o", "json")).ShouldExitWith(6).OutputDocument();

        Assert.Equal("partial", document.GetProperty("outcome").GetString());
        Assert.Equal(3, document.GetProperty("totals").GetProperty("errored").GetInt64());
        Assert.True(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.False(document.GetProperty("totals").GetProperty("circuitBreakerTripped").GetBoolean());
    }

    [Fact]
    public async Task Cancel_SecondRoundIsForbidden_ExitsWithSixAndSaysWhy()
    {
        var posts = 0;
        await using var server = new RawServer(request => request.Method != "POST"
            ? RawAnswer.Json(200, """{"automation":{"id":"aut_1"}}""")
            : Interlocked.Increment(ref posts) == 1
                ? RawAnswer.Json(200, """{"pausedCount":5,"erroredCount":1,"bulkActionId":""}""")
                : RawAnswer.Json(403, """{"code":7,"message":"the permission was withdrawn","details":[]}"""));

        var result = (await RunRawAsync(server)).ShouldExitWith(6);

        Assert.StartsWith("Partial: 5 paused executions of aut_1 cancelled", result.Output, StringComparison.Ordinal);
        Assert.Contains("the permission was withdrawn", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_AnswerNamesABulkAction_IsAcceptedAndNeverAlreadySo()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { ResolveAnswer = ResolveAnswer.BulkAction });

        var document = (await RunAsync(server, "--decision", "cancel", "--reason", "x", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.True(document.GetProperty("settling").GetBoolean());
        Assert.NotEmpty(document.GetProperty("totals").GetProperty("bulkActionId").GetString()!);
        Assert.Equal(JsonValueKind.Null, document.GetProperty("totals").GetProperty("resolved").ValueKind);
        Assert.Contains("in the background", document.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, params string[] options) =>
        Ectl.RunAsync(_user, ["automations", "resolve-paused", "--yes", "aut_runaway", .. options], server.Environment);

    private Task<EctlResult> RunRawAsync(RawServer server, params string[] options) => Ectl.RunAsync(
        _user,
        ["automations", "resolve-paused", "--yes", "aut_1", "--decision", "cancel", "--reason", "x", .. options],
        ServiceVariables.ConductorOne(server.Url));
}
