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
        { nameof(ControlRetryOptions.MaxAttempts), options => options.Retry.MaxAttempts = int.MaxValue },
        { nameof(ControlRetryOptions.MaxAttempts), options => options.Retry.MaxAttempts = 0 },
        { nameof(ControlRetryOptions.BaseDelay), options => options.Retry.BaseDelay = TooLong },
        { nameof(ControlRetryOptions.BaseDelay), options => options.Retry.BaseDelay = Timeout.InfiniteTimeSpan },
        { nameof(ControlRetryOptions.MaxDelay), options => options.Retry.MaxDelay = TimeSpan.MaxValue },
        { nameof(ControlRetryOptions.AttemptTimeout), options => options.Retry.AttemptTimeout = TooLong },
        { nameof(ControlRetryOptions.AttemptTimeout), options => options.Retry.AttemptTimeout = TimeSpan.FromSeconds(-2) },
        { nameof(ControlRetryOptions.Deadline), options => options.Retry.Deadline = TimeSpan.MaxValue },
        { nameof(ControlRetryOptions.ConnectTimeout), options => options.Retry.ConnectTimeout = TimeSpan.MaxValue },
        { nameof(ControlRetryOptions.ObservationTimeout), options => options.Retry.ObservationTimeout = TooLong },
        { nameof(ResolvePausedRoundOptions.AttemptTimeout), options => options.ResolvePaused.AttemptTimeout = TimeSpan.MaxValue },
        { nameof(ResolvePausedRoundOptions.Deadline), options => options.ResolvePaused.Deadline = TooLong },
        { nameof(ResolvePausedRoundOptions.MaxRounds), options => options.ResolvePaused.MaxRounds = 1001 },
        { nameof(ResolvePausedRoundOptions.MaxRoundsWithoutProgress), options => options.ResolvePaused.MaxRoundsWithoutProgress = 0 },
        { nameof(ResolvePausedRoundOptions.BaseRoundDelay), options => options.ResolvePaused.BaseRoundDelay = TooLong },
        { nameof(ResolvePausedRoundOptions.MaxRoundDelay), options => options.ResolvePaused.MaxRoundDelay = Timeout.InfiniteTimeSpan },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public void Constructor_OptionOutOfItsBounds_NamesIt(string option, Action<ConductorOneClientOptions> set)
    {
        var options = new ConductorOneClientOptions { ServerUrl = new Uri("https://acme.conductor.one"), AccessToken = "c1-test-token" };
        set(options);

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ConductorOneClient(options));

        Assert.Equal(option, exception.ParamName);
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

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal(2, exception.Details.Attempts);
        Assert.Equal([TimeSpan.FromSeconds(1)], clock.Waits);
    }
}
