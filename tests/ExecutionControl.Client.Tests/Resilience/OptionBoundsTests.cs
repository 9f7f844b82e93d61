using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>Options are checked when a client is made, and read once.</summary>
public sealed class OptionBoundsTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private static readonly TimeSpan TooLong = TimeSpan.FromDays(25);

    public static TheoryData<string, Action<ConductorOneClientOptions>> OutOfBounds => new()
    {
        { "Retry.MaxAttempts", options => options.Retry.MaxAttempts = int.MaxValue },
        { "Retry.MaxAttempts", options => options.Retry.MaxAttempts = 0 },
        { "Retry.BaseDelay", options => options.Retry.BaseDelay = TooLong },
        { "Retry.BaseDelay", options => options.Retry.BaseDelay = Timeout.InfiniteTimeSpan },
        { "Retry.MaxDelay", options => options.Retry.MaxDelay = TimeSpan.MaxValue },
        { "Retry.AttemptTimeout", options => options.Retry.AttemptTimeout = TooLong },
        { "Retry.AttemptTimeout", options => options.Retry.AttemptTimeout = TimeSpan.FromSeconds(-2) },
        { "Retry.Deadline", options => options.Retry.Deadline = TimeSpan.MaxValue },
        { "Retry.ConnectTimeout", options => options.Retry.ConnectTimeout = TimeSpan.MaxValue },
        { "Retry.ObservationTimeout", options => options.Retry.ObservationTimeout = TooLong },
        { "TimeProvider", options => options.TimeProvider = null! },
        { "Random", options => options.Random = null! },
        { "Handlers", options => options.Handlers.Add(null!) },
        { "ResolvePaused.AttemptTimeout", options => options.ResolvePaused.AttemptTimeout = TimeSpan.MaxValue },
        { "ResolvePaused.Deadline", options => options.ResolvePaused.Deadline = TooLong },
        { "ResolvePaused.MaxRounds", options => options.ResolvePaused.MaxRounds = 1001 },
        { "ResolvePaused.MaxRoundsWithoutProgress", options => options.ResolvePaused.MaxRoundsWithoutProgress = 0 },
        { "ResolvePaused.BaseRoundDelay", options => options.ResolvePaused.BaseRoundDelay = TooLong },
        { "ResolvePaused.MaxRoundDelay", options => options.ResolvePaused.MaxRoundDelay = Timeout.InfiniteTimeSpan },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public void Constructor_OptionOutOfItsBounds_NamesIt(string option, Action<ConductorOneClientOptions> set)
    {
        var options = new ConductorOneClientOptions { ServerUrl = new Uri("https://acme.conductor.one"), AccessToken = "c1-test-token" };
        set(options);

        var exception = Assert.Throws<ArgumentException>(() => new ConductorOneClient(options));

        Assert.Equal(option, exception.ParamName);
        Assert.StartsWith($"{option} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SeveralMistakes_AreToldAtOnce()
    {
        var options = new ConductorOneClientOptions
        {
            ServerUrl = new Uri("http://acme.example"),
            ClientId = "clever-fox",
            ClientSecret = "not-a-secret",
            Retry = { MaxAttempts = 0, BaseDelay = TimeSpan.Zero },
            ResolvePaused = { MaxRounds = 0 },
            TimeProvider = null!,
        };

        var exception = Assert.Throws<ArgumentException>(() => new ConductorOneClient(options));

        Assert.All(
            ["ServerUrl is http://acme.example", "client id", "client secret", "Retry.MaxAttempts is 0", "Retry.BaseDelay is 00:00:00", "ResolvePaused.MaxRounds is 0", "TimeProvider must not be null"],
            words => Assert.Contains(words, exception.Message, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("not-a-secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_NoLimitsAtAll_Works()
    {
        var clock = new TurnedClock();
        await using var server = new ScriptedServer(request => request.Number == 1 ? Reply.Close : Reply.Json(request.Path.EndsWith("/resolve_paused", StringComparison.Ordinal)
            ? """{"pausedCount":1,"erroredCount":0}"""
            : """{"list":[],"nextPageToken":""}"""));
        using var client = TestClients.ConductorOne(server.Url, clock, options =>
        {
            options.Retry.AttemptTimeout = options.Retry.ConnectTimeout = options.Retry.ObservationTimeout = Timeout.InfiniteTimeSpan;
            options.Retry.Deadline = Timeout.InfiniteTimeSpan;
            options.ResolvePaused.AttemptTimeout = Timeout.InfiniteTimeSpan;
            options.ResolvePaused.Deadline = Timeout.InfiniteTimeSpan;
        });

        Assert.Equal(ControlOutcome.Applied, (await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run)).Outcome);
    }

    [Fact]
    public async Task PauseExecutionAsync_OptionsAreSetAfterwards_ChangesNothing()
    {
        var clock = new TurnedClock();
        await using var server = new ScriptedServer(Reply.Json("{}", 429));
        KubiyaClientOptions? set = null;
        using var client = TestClients.Kubiya(server.Url, clock, options =>
        {
            options.Retry.MaxAttempts = 2;
            set = options;
        });
        (set!.Retry.MaxAttempts, set.Retry.BaseDelay, set.Retry.MaxDelay) = (7, TimeSpan.FromHours(1), TimeSpan.FromHours(9));
        (set.Retry.AttemptTimeout, set.Retry.Deadline, set.TimeProvider, set.Random) = (TimeSpan.Zero, TimeSpan.Zero, null!, null!);
        (set.ServerUrl, set.ApiKey) = (new Uri("https://elsewhere.example"), "another-key");

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal(2, exception.Details.Attempts);
        Assert.Equal([TimeSpan.FromSeconds(1)], clock.Waits);
        Assert.All(server.Requests, request => Assert.Equal("Bearer kubiya-test-key", request.Headers["Authorization"]));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_OptionsAreSetAfterwards_ChangesNothing()
    {
        var clock = new TurnedClock();
        await using var server = new ScriptedServer(request => Reply.Json(request.Path.EndsWith("/resolve_paused", StringComparison.Ordinal)
            ? """{"pausedCount":1,"erroredCount":1}"""
            : """{"list":[],"nextPageToken":""}"""));
        ConductorOneClientOptions? set = null;
        using var client = TestClients.ConductorOne(server.Url, clock, options => set = options);
        (set!.ResolvePaused.MaxRounds, set.ResolvePaused.MaxRoundsWithoutProgress) = (int.MaxValue, int.MaxValue);
        (set.ResolvePaused.BaseRoundDelay, set.ResolvePaused.MaxRoundDelay) = (TimeSpan.Zero, TimeSpan.Zero);

        var result = await client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run);

        Assert.Equal((ControlOutcome.Partial, 3), (result.Outcome, result.Rounds.Count));
        Assert.All(clock.Waits, wait => Assert.True(wait > TimeSpan.Zero));
    }
}
