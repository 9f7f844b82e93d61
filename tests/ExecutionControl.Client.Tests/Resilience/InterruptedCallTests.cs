using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>Calls that something comes between: between two attempts, between the last one and the look, or after the token was renewed.</summary>
public sealed class InterruptedCallTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Call_ClientIsDisposedBeforeTheNextAttempt_IsAnOutcomeOnlyWhereSomethingMayHaveChanged(int status)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", status));

        var changing = await Record.ExceptionAsync(() => DisposedInTheWait(server.Url, client => client.PauseExecutionAsync(Id)));
        var reading = await Record.ExceptionAsync(() => DisposedInTheWait(server.Url, client => client.GetExecutionAsync(Id)));

        Assert.Equal("KubiyaClient", Assert.IsType<ObjectDisposedException>(reading).ObjectName);
        if (status == 500)
        {
            Assert.Equal(ControlOutcome.Unknown, Assert.IsType<ControlCallCanceledException>(changing).Outcome);
        }
        else
        {
            Assert.Equal("KubiyaClient", Assert.IsType<ObjectDisposedException>(changing).ObjectName);
        }

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PauseExecutionAsync_CancelledOrDisposedDuringTheLook_IsUnknown(bool isDisposed)
    {
        var look = Reply.Hang();
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 500) : look);
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = 1);
        using var cancellation = new CancellationTokenSource();

        var call = client.PauseExecutionAsync(Id, cancellationToken: cancellation.Token);
        await look.Written.Task;
        if (isDisposed)
        {
            client.Dispose();
        }
        else
        {
            await cancellation.CancelAsync();
        }

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);
        Assert.Equal((ControlOutcome.Unknown, true), (exception.Outcome, exception.SafeToRepeat));
    }

    [Fact]
    public async Task PauseExecutionAsync_RejectedOnceMoreAfterTheRenewal_RenewsOnceForOneCall()
    {
        var statuses = new Queue<int>([401, 503, 401]);
        await using var server = new ScriptedServer(request => Reply.Json("{}", request.Method == "POST" ? statuses.Dequeue() : 404));
        var tokens = new Numbered();
        using var client = Client(server.Url, tokens);

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal((1, 0), (tokens.Renewals, statuses.Count));
    }

    [Fact]
    public async Task PauseExecutionAsync_RenewedTokenWasTakenAndIsRejectedLater_IsRenewedAgain()
    {
        var statuses = new Queue<int>([401, 409, 401, 200]);
        await using var server = new ScriptedServer(_ => Reply.Json("""{"success":true}""", statuses.Dequeue()));
        var tokens = new Numbered();
        using var client = Client(server.Url, tokens);

        await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync(Id));
        Assert.Equal(ControlOutcome.Applied, (await client.PauseExecutionAsync(Id)).Outcome);

        Assert.Equal(2, tokens.Renewals);
    }

    [Fact]
    public async Task PauseExecutionAsync_Jitter_IsDrawnBetweenZeroAndADoublingCeiling()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429));
        using var client = TestClients.Kubiya(server.Url, _clock, options => (options.Random, options.Retry.MaxAttempts) = (new FixedRandom(0.25), 8));

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal([0.25, 0.5, 1, 2, 4, 7.5, 7.5], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    private async Task DisposedInTheWait(Uri server, Func<KubiyaClient, Task> call)
    {
        KubiyaClient? client = null;
        using (client = TestClients.Kubiya(server, _clock, options => options.Random = new Acting(() => client!.Dispose())))
        {
            await call(client);
        }
    }

    private KubiyaClient Client(Uri server, ITokenSource tokens) => TestClients.Kubiya(server, _clock, options => (options.ApiKey, options.TokenSource) = (null, tokens));

    /// <summary>Does something when a wait is drawn.</summary>
    private sealed class Acting(Action act) : Random
    {
        public override double NextDouble()
        {
            act();
            return 1;
        }
    }

    /// <summary>Gives a new token for each that was rejected.</summary>
    private sealed class Numbered : ITokenSource
    {
        public int Renewals { get; private set; }

        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
        {
            Renewals += context.Rejected is null ? 0 : 1;
            return ValueTask.FromResult(new AccessToken($"token-number-{(char)('a' + Renewals)}"));
        }
    }
}
