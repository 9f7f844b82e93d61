using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>--wait</c>: verified, ended otherwise, or still in flight.</summary>
public sealed class WaitTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automation-executions terminate 9007199254740993", 0, "verified", "AUTOMATION_EXECUTION_STATE_TERMINATE")]
    [InlineData("automation-executions terminate 839265", 10, "contradicted", "AUTOMATION_EXECUTION_STATE_DONE")]
    [InlineData("agent-runs resume 101 --prompt go", 0, "verified", null)]
    [InlineData("executions pause 11111111-1111-4111-8111-111111111111", 0, "verified", "paused")]
    [InlineData("executions pause 22222222-2222-4222-8222-222222222222", 0, "verified", "paused")]
    [InlineData("executions resume 22222222-2222-4222-8222-222222222222", 0, "verified", null)]
    [InlineData("executions cancel 44444444-4444-4444-8444-444444444444", 0, "verified", "cancelled")]
    [InlineData("executions terminate 22222222-2222-4222-8222-222222222222 --reason stuck", 0, "verified", null)]
    [InlineData("automations clear-breaker aut_runaway", 0, "verified", "a closed breaker")]
    [InlineData("automations clear-breaker aut_backlog --decision run", 0, "verified", "no paused executions")]
    public async Task Wait_EffectShows_SaysWhatWasSeen(string line, int exitCode, string outcome, string? state)
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, [.. line.Split(' '), "--yes", "--wait", "--timeout", "1m", "-o", "json"])).ShouldExitWith(exitCode).OutputDocument();

        var wait = document.GetProperty("wait");
        Assert.Equal(outcome, wait.GetProperty("outcome").GetString());
        Assert.Equal(exitCode, document.GetProperty("exitCode").GetInt32());
        Assert.Equal(state ?? wait.GetProperty("state").GetString(), wait.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Wait_ResolveInTheBackground_IsVerifiedWhenNothingIsPaused()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { ResolveAnswer = ResolveAnswer.BulkAction });

        var document = (await RunAsync(server, "automations", "resolve-paused", "--yes", "aut_backlog", "--decision", "run", "--wait", "-o", "json"))
            .ShouldExitWith(0).OutputDocument();

        Assert.Equal("verified", document.GetProperty("wait").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Wait_TimeRunsOut_ExitsWithNine()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { TerminateDelay = TimeSpan.FromHours(1) });

        var document = (await RunAsync(server, "automation-executions", "terminate", "--yes", "9007199254740993", "--wait", "--timeout", "1s", "-o", "json"))
            .ShouldExitWith(9).OutputDocument();

        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.Equal("stillInFlight", document.GetProperty("wait").GetProperty("outcome").GetString());
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", document.GetProperty("wait").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("2026-03-01T12:00:05Z", 0, "verified")]
    [InlineData("2026-03-01T11:59:55Z", 9, "stillInFlight")]
    public async Task Wait_ClearWithADecision_WaitsOnlyForWhatWasPausedBefore(string createdAt, int exitCode, string outcome)
    {
        await using var server = new RawServer(request => request switch
        {
            { Method: "GET" } => RawAnswer.Json(200, """{"automation":{"id":"aut_1","circuitBreaker":{"trippedAt":"2026-03-01T11:00:00Z"}}}"""),
            { Path: var path } when path.EndsWith("/clear", StringComparison.Ordinal) =>
                RawAnswer.Json(200, """{"bulkActionId":"ba-1"}""", "Date: Sun, 01 Mar 2026 12:00:00 GMT\r\n"),
            _ => RawAnswer.Json(200, """{"list":[{"automationExecution":{"id":"7","automationTemplateId":"aut_1","state":"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER","createdAt":"AT"}}],"nextPageToken":""}"""
                .Replace("AT\"", $"{createdAt}\"", StringComparison.Ordinal)),
        });

        var document = (await Ectl.RunAsync(
            _user,
            ["automations", "clear-breaker", "--yes", "aut_1", "--decision", "run", "--wait", "--timeout", "1s", "-o", "json"],
            ServiceVariables.ConductorOne(server.Url))).ShouldExitWith(exitCode).OutputDocument();

        Assert.Equal(outcome, document.GetProperty("wait").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Wait_KubiyaWarned_IsNeverVerified()
    {
        await using var server = new RawServer(request => request.Method == "GET"
            ? RawAnswer.Json(200, """{"id":"a","status":"cancelled"}""")
            : RawAnswer.Json(200, """{"success":true,"workflow_id":"agent-execution-a","message":"ok","warning":"the workflow may still run"}"""));

        var result = (await Ectl.RunAsync(_user, ["executions", "cancel", "--yes", "a", "--wait"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(9);

        Assert.DoesNotContain("Verified", result.Output, StringComparison.Ordinal);
        Assert.Contains("the workflow may still run", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_Interrupted_SaysThatItWasAccepted()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { TerminateDelay = TimeSpan.FromHours(1) });
        await using var ectl = Ectl.Start(
            _user,
            ["automation-executions", "terminate", "--yes", "9007199254740993", "--wait", "-o", "json"],
            server.Environment);
        while (server.Journal.Count(OperationNames.GetAutomationExecution) == 0)
        {
            await Task.Yield();
        }

        ectl.Interrupt();

        var document = (await ectl.WaitAsync()).ShouldExitWith(130).ErrorDocument();
        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.Equal("stillInFlight", document.GetProperty("wait").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Wait_NobodyMayLook_IsUnconfirmed()
    {
        await using var server = new RawServer(request => request.Method == "GET"
            ? RawAnswer.Json(403, """{"detail":"you may not look"}""")
            : RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));

        var document = (await Ectl.RunAsync(_user, ["executions", "pause", "a", "--wait", "-o", "json"], ServiceVariables.Kubiya(server.Url)))
            .ShouldExitWith(9).OutputDocument();

        Assert.Contains("you may not look", document.GetProperty("wait").GetProperty("lastFailure").GetString(), StringComparison.Ordinal);
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, params string[] arguments) => Ectl.RunAsync(_user, arguments, server.Environment);
}
