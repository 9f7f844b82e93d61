using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
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
    public static TheoryData<string> Waits => ["terminated", "resolved", "cleared", "switched", "resumed", "execution"];

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

    [Fact]
    public async Task Wait_ForEver_GoesOnUntilTheEffectShows()
    {
        var clock = new TurnedClock();
        var looks = 0;
        await using var server = new ScriptedServer(_ => Status(++looks < 300 ? "running" : "paused"));
        using var client = TestClients.Kubiya(server.Url, clock);

        var result = await client.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), Timeout.InfiniteTimeSpan);

        Assert.Equal(WaitOutcome.Verified, result.Outcome);
        Assert.True(result.Elapsed > TimeSpan.FromMinutes(45), result.Elapsed.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wait_TokenSourceHearsNothing_EndsAtItsTimeOrWithTheClient(bool isDisposed)
    {
        var clock = new TurnedClock();
        var source = new Deaf();
        using var client = TestClients.Kubiya(new Uri("http://127.0.0.1:1"), clock, options => (options.ApiKey, options.TokenSource) = (null, source));

        var waiting = client.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), TwoSeconds);
        await source.Asked.Task;
        if (isDisposed)
        {
            client.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        }
        else
        {
            clock.Advance(TwoSeconds);
            Assert.Equal((WaitOutcome.StillInFlight, TwoSeconds), ((await waiting).Outcome, (await waiting).Elapsed));
        }
    }

    [Fact]
    public void WaitAsync_EveryOne_DemandsATime() => Assert.All(
        new[] { typeof(ConductorOneClient), typeof(CodegenClient), typeof(KubiyaClient) }.SelectMany(client => client.GetMethods())
            .Where(method => method.Name.StartsWith("Wait", StringComparison.Ordinal)),
        method =>
        {
            var timeout = method.GetParameters()[1];
            Assert.Equal(("WaitAsync", "timeout", typeof(TimeSpan), false), (method.Name, timeout.Name, timeout.ParameterType, timeout.HasDefaultValue));
        });

    [Fact]
    public async Task Wait_LongerThanAnyTimer_IsTaken()
    {
        await using var server = new ScriptedServer(Status("running"), Status("paused"));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), TimeSpan.MaxValue)).Outcome);
    }

    [Fact]
    public async Task Wait_NoTimeAtAll_LooksOnce()
    {
        await using var server = new ScriptedServer(Status("running"));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        var result = await client.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), TimeSpan.Zero);

        Assert.Equal((WaitOutcome.StillInFlight, "running"), (result.Outcome, result.State.Value));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Wait_NegativeTime_IsRefusedAndNothingIsSent()
    {
        await using var server = new ScriptedServer(Status("running"));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), TimeSpan.FromSeconds(-1)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Wait_ServiceAsksToWait_PausesSoLong()
    {
        var clock = new TurnedClock();
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 45"), Status("paused"));
        using var client = TestClients.Kubiya(server.Url, clock);

        await client.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), Timeout.InfiniteTimeSpan);

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
        return wait switch
        {
            "terminated" => Of(await conductorOne.WaitAsync(Accepted.Termination("839265"), timeout, cancellationToken: cancellationToken)),
            "resolved" => Of(await conductorOne.WaitAsync(Accepted.Resolve("aut_1", AcceptedAt), timeout, cancellationToken: cancellationToken)),
            "resumed" => Of(await codegen.WaitAsync(Accepted.Resume(101), timeout, cancellationToken: cancellationToken)),
            "cleared" => Of(await conductorOne.WaitAsync(Accepted.Clear("aut_1", null, AcceptedAt), timeout, cancellationToken: cancellationToken)),
            "switched" => Of(await conductorOne.WaitAsync(Accepted.Switch("aut_1", isToBeEnabled: true), timeout, cancellationToken: cancellationToken)),
            _ => Of(await kubiya.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), timeout, cancellationToken: cancellationToken)),
        };
    }

    /// <summary>Never gives a token, whatever it is told.</summary>
    private sealed class Deaf : ITokenSource
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            return await new TaskCompletionSource<AccessToken>().Task;
        }
    }

    private static (WaitOutcome Outcome, TimeSpan Elapsed, ControlCallFailure? Failure) Of<TState>(WaitResult<TState> result) =>
        (result.Outcome, result.Elapsed, result.LastFailure);
}
