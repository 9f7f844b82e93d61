using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Waiting;

/// <summary>A wait ends at its time, whatever the service does, and by its caller at any moment.</summary>
public sealed class WaitTimeTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset AcceptedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Waits by their names, each with a time and a token.</summary>
    public static TheoryData<string> Waits => ["terminated", "resolved", "resumed", "execution", "accepted"];

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task Wait_ServiceHangs_EndsAtItsTime(string wait)
    {
        var clock = new TurnedClock();
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);

        var waiting = WaitAsync(wait, server.Url, clock, TwoSeconds, CancellationToken.None);
        await hang.Written.Task;
        clock.Advance(TwoSeconds);
        var (outcome, elapsed, failure) = await waiting;

        Assert.Equal((WaitOutcome.StillInFlight, TwoSeconds), (outcome, elapsed));
        Assert.Contains("before the time to wait was over", failure?.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task Wait_CallerGivesUpInALook_ThrowsTheDocumentedType(string wait)
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);
        using var cancellation = new CancellationTokenSource();

        var waiting = WaitAsync(wait, server.Url, new TurnedClock(), TwoSeconds, cancellation.Token);
        await hang.Written.Task;
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => waiting);

        Assert.Equal((ControlOutcome.NotApplied, true, cancellation.Token), (exception.Outcome, exception.SafeToRepeat, exception.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task Wait_CallerGivesUpBetweenLooks_ThrowsTheDocumentedType(string wait)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 503));
        using var cancellation = new CancellationTokenSource();
        var clock = new TurnedClock { WaitBegins = cancellation.Cancel };

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => WaitAsync(wait, server.Url, clock, TwoSeconds, cancellation.Token));

        Assert.Equal((cancellation.Token, 1), (exception.CancellationToken, exception.Details.Attempts));
        Assert.Contains("What the service accepted before stands", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(null)]
    public async Task Wait_ForEver_GoesOnUntilTheEffectShows(int? milliseconds)
    {
        var clock = new TurnedClock();
        var looks = 0;
        await using var server = new ScriptedServer(_ => Status(++looks < 300 ? "running" : "paused"));
        using var client = TestClients.Kubiya(server.Url, clock);

        var result = await client.WaitAsync(Execution, KubiyaExecutionCommand.Pause, milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null);

        Assert.Equal(WaitOutcome.Verified, result.Outcome);
        Assert.True(result.Elapsed > TimeSpan.FromMinutes(45), result.Elapsed.ToString());
    }

    [Fact]
    public async Task Wait_LongerThanAnyTimer_IsTaken()
    {
        await using var server = new ScriptedServer(Status("running"), Status("paused"));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(Execution, KubiyaExecutionCommand.Pause, TimeSpan.MaxValue)).Outcome);
    }

    [Fact]
    public async Task Wait_NoTimeAtAll_LooksOnce()
    {
        await using var server = new ScriptedServer(Status("running"));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        var result = await client.WaitAsync(Execution, KubiyaExecutionCommand.Pause, TimeSpan.Zero);

        Assert.Equal((WaitOutcome.StillInFlight, "running"), (result.Outcome, result.State.Value));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Wait_NegativeTime_IsRefusedAndNothingIsSent()
    {
        await using var server = new ScriptedServer(Status("running"));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.WaitAsync(Execution, KubiyaExecutionCommand.Pause, TimeSpan.FromSeconds(-1)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Wait_ServiceAsksToWait_PausesSoLong()
    {
        var clock = new TurnedClock();
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 45"), Status("paused"));
        using var client = TestClients.Kubiya(server.Url, clock);

        await client.WaitAsync(Execution, KubiyaExecutionCommand.Pause);

        Assert.Equal([45], clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_BacklogHangsWhileItIsWatched_GoesOnAtTheDeadline()
    {
        var clock = new TurnedClock();
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(request => request.Path.EndsWith("/resolve_paused", StringComparison.Ordinal) ? Reply.Json("{}", 503) : hang);
        using var client = TestClients.ConductorOne(server.Url, clock, options => options.ResolvePaused.Deadline = TimeSpan.FromMinutes(25));

        var call = client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);
        await hang.Written.Task;
        clock.Advance(TimeSpan.FromMinutes(25));

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => call);
    }

    private static Reply Status(string status) => Reply.Json($$"""{"id":"{{Execution}}","status":"{{status}}"}""");

    private static async Task<(WaitOutcome Outcome, TimeSpan Elapsed, ControlCallFailure? Failure)> WaitAsync(
        string wait, Uri server, TurnedClock clock, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var conductorOne = TestClients.ConductorOne(server, clock);
        using var codegen = TestClients.Codegen(server, clock);
        using var kubiya = TestClients.Kubiya(server, clock);
        var accepted = new KubiyaExecutionCommandResult { Service = ControlService.Kubiya, Target = Execution, Command = KubiyaExecutionCommand.Pause, Outcome = ControlOutcome.Applied };
        return wait switch
        {
            "terminated" => Of(await conductorOne.WaitForTerminatedAsync("839265", timeout, cancellationToken)),
            "resolved" => Of(await conductorOne.WaitForResolvedAsync("aut_1", AcceptedAt, timeout, cancellationToken)),
            "resumed" => Of(await codegen.WaitForResumedAsync(101, timeout, cancellationToken)),
            "execution" => Of(await kubiya.WaitAsync(Execution, KubiyaExecutionCommand.Pause, timeout, cancellationToken)),
            _ => Of(await kubiya.WaitAsync(accepted, timeout, cancellationToken)),
        };
    }

    private static (WaitOutcome Outcome, TimeSpan Elapsed, ControlCallFailure? Failure) Of<TState>(WaitResult<TState> result) =>
        (result.Outcome, result.Elapsed, result.LastFailure);
}
