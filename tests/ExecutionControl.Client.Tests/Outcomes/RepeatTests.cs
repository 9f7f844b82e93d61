using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Outcomes;

/// <summary>Whoever repeats a call as long as a failure says that it can help, does no harm and comes to an end.</summary>
public sealed class RepeatTests
{
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData(429, true)]
    [InlineData(425, true)]
    [InlineData(503, true)]
    [InlineData(408, true)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(409, false)]
    [InlineData(410, false)]
    public async Task RepeatCanHelp_ByTheAnswer_IsWhetherAnotherMayCome(int status, bool canHelp)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", status));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var failure = await Assert.ThrowsAnyAsync<ControlCallException>(() => client.TerminateAutomationExecutionAsync("1"));

        Assert.Equal((true, canHelp), (failure.SafeToRepeat, failure.RepeatCanHelp));
    }

    [Fact]
    public async Task RepeatCanHelp_NobodyListens_MayHelp()
    {
        var server = new ScriptedServer(Reply.Json("{}"));
        await server.DisposeAsync();
        using var client = TestClients.Kubiya(server.Url, _clock);

        var failure = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync("1"));

        Assert.True(failure.RepeatCanHelp);
    }

    /// <summary>The service says no to this call, whatever became of the attempt before.</summary>
    [Fact]
    public async Task RepeatCanHelp_UnknownAndThenRefused_CannotHelp()
    {
        await using var server = new ScriptedServer(request => request.Method == "GET" || request.Number == 1 ? Reply.Json("{}", 503) : Reply.Json("{}", 403));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.TerminateAutomationExecutionAsync("1"));

        Assert.Equal((true, false), (failure.SafeToRepeat, failure.RepeatCanHelp));
    }

    [Fact]
    public async Task RepeatCanHelp_RepeatingWouldDoMore_CannotHelp()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 503));
        using var client = TestClients.Codegen(server.Url, _clock);

        var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(1, "go on"));

        Assert.Equal((false, false), (failure.SafeToRepeat, failure.RepeatCanHelp));
    }

    [Fact]
    public async Task RepeatCanHelp_LaterRoundForbidden_CannotHelpAlthoughTheFirstWentWell()
    {
        var posts = 0;
        await using var server = new ScriptedServer(request => request.Method == "GET" || ++posts > 1
            ? Reply.Json("{}", 403)
            : Reply.Json("""{"pausedCount":5,"erroredCount":3}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);

        Assert.Equal((RefusalReason.Permission, false), (result.Cause!.Reason, result.Cause.RepeatCanHelp));
    }

    [Fact]
    public async Task RetryAfter_AskedFor_IsOnTheFailureItself()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 7"));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        var failure = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync("1"));

        Assert.Equal((TimeSpan.FromSeconds(7), true), (failure.RetryAfter, failure.RepeatCanHelp));
        Assert.Equal(TimeSpan.FromSeconds(7), ((IControlCallFailure)failure).RetryAfter);
    }

    [Fact]
    public async Task Reason_OfAnyFailure_IsNoneUnlessTheServiceSaidNo()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 404), Reply.Json("{}", 429));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        IControlCallFailure refused = await Assert.ThrowsAnyAsync<ControlCallException>(() => client.TerminateAutomationExecutionAsync("1"));
        IControlCallFailure turnedAway = await Assert.ThrowsAnyAsync<ControlCallException>(() => client.TerminateAutomationExecutionAsync("1"));

        Assert.Equal((RefusalReason.NotFound, RefusalReason.None), (refused.Reason, turnedAway.Reason));
    }

    /// <summary>A failure of an application's own, made before a member was added, goes on working.</summary>
    [Fact]
    public void Failure_OfAnApplication_HasDefaultsForWhatItDoesNotSay()
    {
        IControlCallFailure own = new OwnFailure();

        Assert.Equal((true, TimeSpan.FromSeconds(3), RefusalReason.None), (own.RepeatCanHelp, own.RetryAfter, own.Reason));
    }

    private sealed class OwnFailure : IControlCallFailure
    {
        public ControlOutcome Outcome => ControlOutcome.NotApplied;

        public bool SafeToRepeat => true;

        public ControlCallDetails Details { get; } = new()
        {
            Service = ControlService.Kubiya,
            Operation = "pause",
            Target = "1",
            RetryAfter = TimeSpan.FromSeconds(3),
        };

        public string Message => "It did not work.";
    }
}
