using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Waiting;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>A client that is disposed of ends what it is at, at once, and says what is known.</summary>
public sealed class DisposedClientTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";

    [Fact]
    public async Task Call_ClientIsDisposed_ThrowsBeforeAnythingElse()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        var conductorOne = TestClients.ConductorOne(server.Url, new TurnedClock());
        var codegen = TestClients.Codegen(server.Url, new TurnedClock());
        var kubiya = TestClients.Kubiya(server.Url, new TurnedClock());
        foreach (var client in (IDisposable[])[conductorOne, codegen, kubiya])
        {
            client.Dispose();
        }

        foreach (var (name, call) in ((string, Func<Task>)[])
        [
            ("ConductorOneClient", () => conductorOne.EnableAutomationAsync("aut_1")),
            ("ConductorOneClient", () => conductorOne.WaitAsync(Accepted.Switch("aut_1", isToBeEnabled: true), TimeSpan.Zero)),
            ("ConductorOneClient", () => conductorOne.WaitAsync(Accepted.Clear("aut_1", null, DateTimeOffset.UnixEpoch), TimeSpan.Zero)),
            ("ConductorOneClient", () => Task.FromResult(conductorOne.ListAutomationsAsync())),
            ("ConductorOneClient", () => Task.FromResult(conductorOne.ListAutomationExecutionsAsync())),
            ("ConductorOneClient", () => conductorOne.Requests.TerminateAutomationExecutionAsync("1")),
            ("ConductorOneClient", () => conductorOne.GetAccessTokenAsync()),
            ("CodegenClient", () => codegen.BanPullRequestChecksAsync(101)),
            ("CodegenClient", () => Task.FromResult(codegen.ListAgentRunsAsync())),
            ("CodegenClient", () => codegen.Requests.ResumeAgentRunAsync(101, "go on")),
            ("KubiyaClient", () => kubiya.TerminateExecutionAsync(Id, "stuck")),
            ("KubiyaClient", () => Task.FromResult(kubiya.ListExecutionsAsync())),
            ("KubiyaClient", () => kubiya.Requests.PauseExecutionAsync(Id)),
        ])
        {
            Assert.Equal(name, (await Assert.ThrowsAsync<ObjectDisposedException>(call)).ObjectName);
        }

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task WaitAsync_DisposedInThePause_EndsAtOnce()
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"id":"{{Id}}","status":"running"}"""));
        KubiyaClient? client = null;
        client = TestClients.Kubiya(server.Url, new TurnedClock { WaitBegins = () => client!.Dispose() });

        var exception = await Assert.ThrowsAsync<ObjectDisposedException>(
            () => client.WaitAsync(Accepted.Command(Id, KubiyaExecutionCommand.Pause), Timeout.InfiniteTimeSpan));

        Assert.Equal("KubiyaClient", exception.ObjectName);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task PauseExecutionAsync_DisposedBetweenTwoAttempts_EndsAtOnceAndSaysWhatIsKnown(int status)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", status));
        KubiyaClient? client = null;
        client = TestClients.Kubiya(server.Url, new TurnedClock { WaitBegins = () => client!.Dispose() });

        var exception = await Record.ExceptionAsync(() => client.PauseExecutionAsync(Id));

        if (status == 429)
        {
            Assert.Equal("KubiyaClient", Assert.IsType<ObjectDisposedException>(exception).ObjectName);
        }
        else
        {
            var unknown = Assert.IsType<ControlCallCanceledException>(exception);
            Assert.Equal((ControlOutcome.Unknown, false), (unknown.Outcome, unknown.CancellationToken.IsCancellationRequested));
            Assert.StartsWith("The client was disposed of while Kubiya was asked to pause", unknown.Message, StringComparison.Ordinal);
        }

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ResolvePausedExecutionsAsync_DisposedBetweenRounds_TellsWhatWasSettled(bool isInTheNextRound)
    {
        var round = Reply.Json("""{"pausedCount":5,"erroredCount":3}""");
        await using var server = new ScriptedServer(request => request.Number == 1 ? round : Reply.Json("{}", 429));
        ConductorOneClient? client = null;
        var drawn = 0;
        client = TestClients.ConductorOne(server.Url, new TurnedClock(), options => options.Random = new Acting(() =>
        {
            if (++drawn == (isInTheNextRound ? 2 : 1))
            {
                client!.Dispose();
            }
        }));

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(
            () => client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run));

        Assert.Equal((ControlOutcome.Partial, true), (exception.Outcome, exception.SafeToRepeat));
        Assert.Equal((1, 5L, 3L), (exception.Details.Totals!.Rounds, exception.Details.Totals.ResolvedCount, exception.Details.Totals.ErroredCount));
        Assert.StartsWith("The client was disposed of between two rounds", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_DisposedInTheLastLook_GivesItsResult()
    {
        var look = Reply.Hang();
        await using var server = new ScriptedServer(Reply.Json("""{"pausedCount":5,"erroredCount":0}"""), look);
        var client = TestClients.ConductorOne(server.Url, new TurnedClock());

        var call = client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);
        await look.Written.Task;
        client.Dispose();
        var result = await call;

        Assert.Equal((ControlOutcome.Applied, 5L, (bool?)null), (result.Outcome, result.ResolvedCount, result.IsCircuitBreakerTripped));
    }

    [Fact]
    public async Task GetAccessTokenAsync_DisposedMeanwhile_Throws()
    {
        var source = new Held();
        var client = TestClients.ConductorOne(new Uri("http://127.0.0.1:1"), new TurnedClock(), options => (options.AccessToken, options.TokenSource) = (null, source));

        var call = client.GetAccessTokenAsync();
        client.Dispose();

        Assert.Equal("ConductorOneClient", (await Assert.ThrowsAsync<ObjectDisposedException>(() => call)).ObjectName);
    }

    [Fact]
    public async Task PauseExecutionAsync_CancelledAndThenDisposed_IsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var client = TestClients.Kubiya(new Uri("http://127.0.0.1:1"), new TurnedClock(), options => (options.ApiKey, options.TokenSource) = (null, new Held()));

        var call = client.PauseExecutionAsync(Id, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        client.Dispose();

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);
        Assert.Equal((ControlOutcome.NotApplied, cancellation.Token), (exception.Outcome, exception.CancellationToken));
    }

    /// <summary>Does something when a wait is drawn.</summary>
    private sealed class Acting(Action act) : Random
    {
        public override double NextDouble()
        {
            act();
            return 1;
        }
    }

    /// <summary>Gives no token before it is cancelled.</summary>
    private sealed class Held : ITokenSource
    {
        public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("The wait has no end.");
        }
    }
}
