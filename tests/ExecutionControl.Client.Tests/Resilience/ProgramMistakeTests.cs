using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Waiting;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>A mistake of the program's own is neither retried nor dressed up as an outcome.</summary>
public sealed class ProgramMistakeTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task Call_ClientIsDisposed_ThrowsAtOnce()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        var kubiya = TestClients.Kubiya(server.Url, _clock);
        var codegen = TestClients.Codegen(server.Url, _clock);
        var conductorOne = TestClients.ConductorOne(server.Url, _clock);
        foreach (var client in (IDisposable[])[kubiya, codegen, conductorOne, kubiya, codegen, conductorOne])
        {
            client.Dispose();
        }

        foreach (var call in (Func<Task>[])
        [
            () => kubiya.PauseExecutionAsync(Execution),
            () => kubiya.GetExecutionAsync(Execution),
            () => kubiya.ListExecutionsAsync().CountAsync().AsTask(),
            () => kubiya.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), Timeout.InfiniteTimeSpan),
            () => codegen.ResumeAgentRunAsync(101, "go on"),
            () => codegen.WaitAsync(Accepted.Resume(101), Timeout.InfiniteTimeSpan),
            () => conductorOne.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run),
            () => conductorOne.ClearCircuitBreakerAsync("aut_1"),
            () => conductorOne.WaitAsync(Accepted.Termination("1"), Timeout.InfiniteTimeSpan),
            () => conductorOne.WaitAsync(Accepted.Resolve("aut_1", DateTimeOffset.UnixEpoch), Timeout.InfiniteTimeSpan),
            () => conductorOne.GetAccessTokenAsync(),
        ])
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(call);
        }

        Assert.Empty(server.Requests);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task DisposeTwice_WithClientCredentials_IsHarmless()
    {
        var client = new ConductorOneClient(new ConductorOneClientOptions
        {
            ClientId = "clever-fox-1234@acme.conductor.one/spc",
            ClientSecret = ClientSecretText.Valid,
        });

        client.Dispose();
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetAccessTokenAsync());
    }

    [Fact]
    public async Task PauseExecutionAsync_ClientIsDisposedWhileTheAnswerIsAwaited_IsUnknown()
    {
        await using var server = new ScriptedServer(Reply.Hang());
        var client = TestClients.Kubiya(server.Url, _clock);

        var call = client.PauseExecutionAsync(Execution);
        await server.Connected;
        while (server.Requests.Count == 0)
        {
            await Task.Yield();
        }

        client.Dispose();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal(ControlOutcome.Unknown, exception.Outcome);
    }

    [Theory]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(ObjectDisposedException))]
    public async Task PauseExecutionAsync_HandlerHasABug_PropagatesUntouchedAndOnce(Type type)
    {
        var bug = type == typeof(ObjectDisposedException) ? new ObjectDisposedException("x") : (Exception)Activator.CreateInstance(type)!;
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var calls = 0;
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Handlers.Add(() => new Failing(() =>
        {
            calls++;
            return bug;
        })));

        Assert.Same(bug, await Record.ExceptionAsync(() => client.PauseExecutionAsync(Execution)));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task PauseExecutionAsync_HandlerFailsInItsOwnWay_IsNotApplied()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Handlers.Add(() => new Failing(() => new TimeoutException("circuit open"))));

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));
    }

    private sealed class Failing(Func<Exception> fail) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw fail();
    }
}
