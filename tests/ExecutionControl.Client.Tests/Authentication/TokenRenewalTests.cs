using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class TokenRenewalTests : IAsyncLifetime
{
    private const string Id = "839265";

    /// <summary>A tenth of an hour is six minutes, so the margin is its upper bound of five.</summary>
    private static readonly TimeSpan RenewAfter = TokenService.Lifetime - TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly TurnedClock _clock = new(timeLimitFrom: TimeSpan.FromSeconds(20));
    private TokenService _tokens = null!;
    private AnsweredInMemory _service = null!;
    private ConductorOneClient _client = null!;

    public Task InitializeAsync()
    {
        (_tokens, _service) = (TokenService.Start(), new AnsweredInMemory());
        _client = TokenClient.Create(_tokens, _service, _clock, options => options.Retry.MaxAttempts = 1);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _tokens.DisposeAsync();
    }

    [Fact]
    public async Task Call_BeforeTheMargin_RenewsNothing()
    {
        await CallAsync();
        _clock.Advance(RenewAfter - OneSecond);
        await CallAsync();

        Assert.Equal((1, 2), (_tokens.Mints, _service.Calls["token-1"]));
    }

    [Fact]
    public async Task Call_WithinTheMargin_GoesOutWithTheLiveTokenWhileANewOneIsMade()
    {
        await CallAsync();
        _clock.Advance(RenewAfter);
        _tokens.Close();
        await _tokens.ArrivalAsync();

        await CallAsync();
        await CallAsync();
        await _tokens.ArrivalAsync();

        Assert.Equal((2, 3), (_tokens.Mints, _service.Calls["token-1"]));
        _tokens.Open();
        await UntilAsync(async () =>
        {
            await CallAsync();
            return _service.Calls.ContainsKey("token-2");
        });
        Assert.Equal(2, _tokens.Mints);
    }

    [Fact]
    public async Task Call_RenewalFailed_KeepsTheLiveTokenAndTriesAgainLater()
    {
        await CallAsync();
        await _tokens.ArrivalAsync();
        _tokens.IsDown = true;
        _clock.Advance(RenewAfter);
        await CallAsync();
        await _tokens.ArrivalAsync();
        // The pause before the next renewal begins when the failure is noted, which happens in the background.
        var turns = 0;
        do
        {
            Assert.True(++turns < 20, "The renewal was not tried again.");
            _clock.Advance(TimeSpan.FromSeconds(11));
            await CallAsync();
        }
        while (!await _tokens.ArrivesAsync(OneSecond));

        Assert.Equal(3, _tokens.Mints);
        Assert.Equal(["token-1"], _service.Calls.Keys);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<ControlCallNotAppliedException>(CallAsync);
        _tokens.IsDown = false;
        await CallAsync();
        Assert.Equal(2, _service.Calls.Count);
    }

    [Fact]
    public async Task Call_FirstMintFailed_IsNotRemembered()
    {
        _tokens.IsDown = true;
        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(CallAsync);
        _tokens.IsDown = false;
        await CallAsync();

        Assert.Equal((503, 2, 1), (exception.Details.StatusCode, _tokens.Mints, _service.Calls["token-2"]));
    }

    [Fact]
    public async Task Call_EveryMint_SendsAnAssertionOfItsOwn()
    {
        _tokens.IsDown = true;
        using var client = TokenClient.Create(_tokens, _service, _clock);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal(4, _tokens.Mints);
        Assert.Distinct(_tokens.Requests.Select(request => request.Body));
    }

    [Theory]
    [InlineData("Sun, 01 Mar 2026 12:10:00 GMT", "10 minutes behind")]
    [InlineData("Sun, 01 Mar 2026 11:52:30 GMT", "7.5 minutes ahead of")]
    [InlineData("Sun, 01 Mar 2026 12:00:10 GMT", null)]
    public async Task Call_AssertionRejectedByAServerWithAnotherTime_SaysThatTheClockIsOff(string date, string? words)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"error":"invalid_client","error_description":"expired"}""", 401, $"Date: {date}"));
        using var client = TestClients.ConductorOne(server.Url, _clock, options =>
        {
            options.AccessToken = null;
            options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
            options.ClientSecret = ClientSecretText.Valid;
        });

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal(RefusalReason.Authentication, exception.Reason);
        Assert.Equal(words is not null, exception.Message.Contains("This machine's clock is", StringComparison.Ordinal));
        Assert.Contains(words ?? "expired", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WorkloadTokenInAFile_IsReadAtEveryExchange()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("execution-control-").FullName, "token");
        await File.WriteAllTextAsync(file, "workload-token-1\n");
        using var client = TokenClient.Create(_tokens, _service, _clock, options => (options.ClientSecret, options.WorkloadToken) = (null, WorkloadToken.FromFile(file)));

        await client.TerminateAutomationExecutionAsync(Id);
        await File.WriteAllTextAsync(file, "workload-token-2\n");
        _clock.Advance(TokenService.Lifetime);
        await client.TerminateAutomationExecutionAsync(Id);
        File.Delete(file);
        _clock.Advance(TokenService.Lifetime);
        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal([true, true], _tokens.Requests.Select((request, index) => request.Body.Contains($"subject_token=workload-token-{index + 1}", StringComparison.Ordinal)));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!);
    }

    /// <summary>Waits for what happens in the background.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task CallAsync() => Assert.Equal(ControlOutcome.Applied, (await _client.TerminateAutomationExecutionAsync(Id)).Outcome);
}
