using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>Many callers, one token: the whole client with the real token flow, and the calls themselves answered in memory.</summary>
public sealed class TokenSharingTests : IAsyncLifetime
{
    private const string Id = "839265";
    private static readonly int Callers = TestScale.Times(10_000);

    /// <summary>Fewer, as each of them costs two exceptions on its way.</summary>
    private static readonly int RejectedCallers = TestScale.Times(2_000);

    private readonly TurnedClock _clock = new(timeLimitFrom: TimeSpan.FromSeconds(20));
    private TokenService _tokens = null!;

    public Task InitializeAsync()
    {
        _tokens = TokenService.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _tokens.DisposeAsync();

    [Fact]
    public async Task FirstCalls_AllAtOnce_MintOneToken()
    {
        var service = new AnsweredInMemory();
        using var client = Client(service);
        _tokens.Close();

        // Every call has come to its wait for the token when its task is returned.
        var calls = Start(client, Callers);
        await _tokens.ArrivalAsync();
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        _tokens.Open();

        await AssertAppliedAsync(calls, attempts: 1);
        Assert.Equal(1, _tokens.Mints);
        Assert.Equal(new Dictionary<string, int> { ["token-1"] = Callers }, service.Calls);
    }

    [Fact]
    public async Task Calls_AcrossAnExpiry_MintTwoTokens()
    {
        var service = new AnsweredInMemory();
        using var client = Client(service);

        await AssertAppliedAsync(Start(client, Callers / 2), attempts: 1);
        _tokens.Close();
        _clock.Advance(TokenService.Lifetime);
        var later = Start(client, Callers - (Callers / 2));
        _tokens.Open();

        await AssertAppliedAsync(later, attempts: 1);
        Assert.Equal(2, _tokens.Mints);
        Assert.Equal(new Dictionary<string, int> { ["token-1"] = Callers / 2, ["token-2"] = Callers - (Callers / 2) }, service.Calls);
    }

    [Fact]
    public async Task Calls_WhileTheTokenExpires_MintTwoTokensAndNoneFails()
    {
        var isExpired = false;
        var service = new AnsweredInMemory(token => !Volatile.Read(ref isExpired) || token != "token-1");
        using var client = Client(service);
        var begun = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, Callers), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, token) =>
        {
            if (Interlocked.Increment(ref begun) == Callers / 2)
            {
                Volatile.Write(ref isExpired, true);
                _clock.Advance(TokenService.Lifetime);
            }

            Assert.Equal(ControlOutcome.Applied, (await client.TerminateAutomationExecutionAsync(Id, cancellationToken: token)).Outcome);
        });

        Assert.Equal(2, _tokens.Mints);
    }

    [Fact]
    public async Task Calls_AllRejectedAtOnce_MintOneNewToken()
    {
        var isRevoked = false;
        var allHaveCome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new AnsweredInMemory(token => !isRevoked || token != "token-1", allHaveCome.Task);
        using var client = Client(service);
        await client.TerminateAutomationExecutionAsync(Id);
        isRevoked = true;

        var calls = Start(client, RejectedCallers);
        Assert.Equal(RejectedCallers + 1, service.Calls["token-1"]);
        allHaveCome.SetResult();

        await AssertAppliedAsync(calls, attempts: 2);
        Assert.Equal(2, _tokens.Mints);
        Assert.Equal(RejectedCallers, service.Calls["token-2"]);
    }

    [Fact]
    public async Task Call_EveryTokenRejected_IsRefusedAfterOneNewToken()
    {
        var service = new AnsweredInMemory(_ => false);
        using var client = Client(service);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal((RefusalReason.Authentication, 401, 2), (exception.Reason, exception.Details.StatusCode, exception.Details.Attempts));
        Assert.Equal(2, _tokens.Mints);
    }

    private static Task<TerminateAutomationExecutionResult>[] Start(ConductorOneClient client, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => client.TerminateAutomationExecutionAsync(Id))];

    private static async Task AssertAppliedAsync(Task<TerminateAutomationExecutionResult>[] calls, int attempts)
    {
        var results = await Task.WhenAll(calls);
        Assert.DoesNotContain(results, result => result.Outcome != ControlOutcome.Applied);
        Assert.DoesNotContain(results, result => result.Attempts != attempts);
    }

    private ConductorOneClient Client(AnsweredInMemory service) => TokenClient.Create(_tokens, service, _clock, options =>
    {
        // Turning the clock past a token's lifetime is not to run out a call's time.
        options.Retry.AttemptTimeout = TimeSpan.FromDays(1);
        options.Retry.Deadline = null;
    });
}
