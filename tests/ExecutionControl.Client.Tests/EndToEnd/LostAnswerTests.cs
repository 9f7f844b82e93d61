using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.Reference;

namespace ExecutionControl.Client.Tests.EndToEnd;

/// <summary>The reference server does the work, and its answer is lost on the way.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private readonly TurnedClock _clock = new();
    private ReferenceServer _server = null!;

    public async Task InitializeAsync() => _server = await ReferenceServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task ResolvePausedExecutionsAsync_AnswerLostAfterTheWork_FindsNothingPausedAndTellsALowerBound()
    {
        var backlog = _server.State.Automation("aut_backlog").PausedCount;
        await using var proxy = new AnswerDroppingProxy(_server.Url, "resolve_paused");
        using var client = Client(proxy);

        var result = await client.ResolvePausedExecutionsAsync("aut_backlog", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal(1, proxy.DroppedCount);
        Assert.Equal((ControlOutcome.Applied, true, true), (result.Outcome, result.IsLowerBound, result.HadUnclearAttempt));
        Assert.Equal((0L, 0L, 2), (result.ResolvedCount, result.ErroredCount, result.Attempts));
        Assert.Equal([new ResolvePausedRound { Number = 1, ResolvedCount = 0, ErroredCount = 0 }], result.Rounds);
        Assert.Equal(0, _server.State.Automation("aut_backlog").PausedCount);
        Assert.Equal(backlog, Settled("aut_backlog"));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_AnswerLostAndSomeErrored_CountsWhatWasAnsweredAndNothingTwice()
    {
        await using var proxy = new AnswerDroppingProxy(_server.Url, "resolve_paused");
        using var client = Client(proxy);

        var result = await client.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal(1, proxy.DroppedCount);
        Assert.Equal((ControlOutcome.Applied, 3L, 0L, true), (result.Outcome, result.ResolvedCount, result.ErroredCount, result.IsLowerBound));
        Assert.Equal(0, _server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(240, Settled("aut_runaway"));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_AnswerLost_AddsOnePromptAndIsUnknown()
    {
        var prompts = _server.State.AgentRun(101).PromptCount;
        await using var proxy = new AnswerDroppingProxy(_server.Url, "agent/run/resume");
        using var client = TestClients.Codegen(proxy.Url, _clock, options =>
            (options.OrganizationId, options.ApiToken) = (_server.Credentials.Codegen.OrganizationId, _server.Credentials.Codegen.ApiToken));

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.False(exception.SafeToRepeat);
        Assert.NotNull(exception.Details.ObservedState);
        Assert.Equal(prompts + 1, _server.State.AgentRun(101).PromptCount);
    }

    [Fact]
    public async Task PauseExecutionAsync_AnswerLost_IsAlreadySoAfterAnUnclearAttempt()
    {
        await using var proxy = new AnswerDroppingProxy(_server.Url, "/pause");
        using var client = TestClients.Kubiya(proxy.Url, _clock, options => options.ApiKey = _server.Credentials.Kubiya.ApiKey);

        var result = await client.PauseExecutionAsync("11111111-1111-4111-8111-111111111111");

        Assert.Equal((ControlOutcome.AlreadySo, true, 2), (result.Outcome, result.HadUnclearAttempt, result.Attempts));
    }

    // A static token: client credentials name the server's own port, which is not the one that is asked here.
    private ConductorOneClient Client(AnswerDroppingProxy proxy) =>
        TestClients.ConductorOne(proxy.Url, _clock, options => options.AccessToken = _server.Credentials.ConductorOne.AccessToken);

    private long Settled(string automation) => _server.State.AuditRows.Where(row => row.AutomationId == automation).Sum(row => row.ResolvedCount);
}
