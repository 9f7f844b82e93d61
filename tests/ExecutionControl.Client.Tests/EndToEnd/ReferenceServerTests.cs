using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Reference;

namespace ExecutionControl.Client.Tests.EndToEnd;

/// <summary>The client against the reference server, over real HTTP and with the real token flow.</summary>
public sealed class ReferenceServerTests : IAsyncLifetime
{
    private ReferenceServer _server = null!;

    public async Task InitializeAsync() => _server = await ReferenceServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task ResolvePausedExecutionsAsync_Runaway_TakesTwoRoundsAndLeavesNone()
    {
        using var client = ConductorOne();

        var first = await client.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });
        var second = await client.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Applied, 240L, 0L, 2, true), (first.Outcome, first.ResolvedCount, first.ErroredCount, first.Rounds.Count, first.IsCircuitBreakerTripped));
        Assert.Equal((ControlOutcome.AlreadySo, 0L), (second.Outcome, second.ResolvedCount));
        Assert.Equal(0, _server.State.Automation("aut_runaway")!.PausedCount);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_ManyCallersAtOnce_MintOneToken()
    {
        using var client = ConductorOne();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAutomationAsync("aut_nightly")));

        Assert.Equal(1, _server.Journal.Entries.Count(entry => entry.RawPath == "/auth/v1/token"));
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_Running_ReachesTerminateWithTheExactId()
    {
        using var client = ConductorOne();

        var accepted = await client.TerminateAutomationExecutionAsync("9007199254740993");
        var waited = await client.WaitAsync(accepted, TimeSpan.FromSeconds(30));

        Assert.Equal((ControlOutcome.Applied, WaitOutcome.Verified), (accepted.Outcome, waited.Outcome));
        Assert.Contains(_server.Journal.Entries, entry => entry.RawPath == "/api/v1/automation_executions/9007199254740993/actions/terminate");
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_StaticToken_IsTaken()
    {
        using var client = new ConductorOneClient(new ConductorOneClientOptions
        {
            ServerUrl = _server.Url,
            AccessToken = _server.Credentials.ConductorOne.AccessToken,
        });

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("424242"));

        Assert.Equal(RefusalReason.NotFound, exception.Reason);
        Assert.NotNull(exception.Details.RequestId);
    }

    [Fact]
    public async Task ListAutomationExecutionsAsync_Backlog_GoesThroughEveryPage()
    {
        using var client = ConductorOne();

        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var execution in client.ListAutomationExecutionsAsync(new AutomationExecutionFilter { AutomationIds = ["aut_runaway"] }))
        {
            Assert.True(ids.Add(execution.Id));
            Assert.Equal(AutomationExecutionState.PausedByCircuitBreaker, execution.State);
        }

        Assert.Equal(240, ids.Count);
    }

    [Fact]
    public async Task ClearCircuitBreakerAsync_Tripped_ClosesItAndASecondTimeFindsItClosed()
    {
        using var client = ConductorOne();

        var first = await client.ClearCircuitBreakerAsync("aut_runaway");
        var second = await client.ClearCircuitBreakerAsync("aut_runaway");

        Assert.Equal((ControlOutcome.Applied, ControlOutcome.AlreadySo), (first.Outcome, second.Outcome));
        Assert.False((await client.GetAutomationAsync("aut_runaway")).IsCircuitBreakerTripped);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_Paused_AddsOnePrompt()
    {
        using var client = new CodegenClient(new CodegenClientOptions
        {
            ServerUrl = _server.Url,
            OrganizationId = _server.Credentials.Codegen.OrganizationId,
            ApiToken = _server.Credentials.Codegen.ApiToken,
        });

        var promptsBefore = _server.State.AgentRun(101)!.PromptCount;

        var result = await client.ResumeAgentRunAsync(101, "go on");
        var again = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal((ControlOutcome.Applied, 101L), (result.Outcome, result.Run.Id));
        Assert.Equal((RefusalReason.Validation, 422), (again.Reason, again.Details.StatusCode));
        Assert.Equal(promptsBefore + 1, _server.State.AgentRun(101)!.PromptCount);
    }

    [Fact]
    public async Task PauseExecutionAsync_RunningThenPaused_IsAppliedThenAlreadySo()
    {
        const string Id = "11111111-1111-4111-8111-111111111111";
        using var client = new KubiyaClient(new KubiyaClientOptions { ServerUrl = _server.Url, ApiKey = _server.Credentials.Kubiya.ApiKey });

        var first = await client.PauseExecutionAsync(Id);
        var second = await client.PauseExecutionAsync(Id);

        Assert.Equal((ControlOutcome.Applied, ControlOutcome.AlreadySo), (first.Outcome, second.Outcome));
        Assert.Equal($"agent-execution-{Id}", first.WorkflowId);
    }

    [Fact]
    public async Task PauseExecutionAsync_TokenOfAnotherService_IsRejected()
    {
        using var client = new KubiyaClient(new KubiyaClientOptions { ServerUrl = _server.Url, ApiKey = _server.Credentials.Codegen.ApiToken });

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync("11111111-1111-4111-8111-111111111111"));

        Assert.Equal((RefusalReason.Authentication, 401), (exception.Reason, exception.Details.StatusCode));
    }

    private ConductorOneClient ConductorOne() => new(new ConductorOneClientOptions
    {
        ServerUrl = _server.Url,
        ClientId = _server.Credentials.ConductorOne.ClientId,
        ClientSecret = _server.Credentials.ConductorOne.ClientSecret,
    });
}
