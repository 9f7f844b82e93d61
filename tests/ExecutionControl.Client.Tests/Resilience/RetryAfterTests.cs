using ExecutionControl.Client.Http;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>Reading Retry-After: what it says is the same in every time zone. <see cref="RetryAfterTimeZoneTests"/> runs all of these in some.</summary>
public sealed class RetryAfterTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";

    /// <summary>The header, and the seconds that it asks for at noon UTC of 1 March 2026; null for none.</summary>
    public static TheoryData<string, double?> Headers => new()
    {
        { "0", 0 },
        { "7", 7 },
        { "3600", 3600 },
        { "2147483647", 2147483647 },
        { "2147483648", 2147483648 },
        { "99999999999999999999", TimeSpan.MaxValue.TotalSeconds },
        { "-5", null },
        { "1.5", 2 },
        { "292.05", 293 },
        { "0.001", 1 },
        { "1e3", null },
        { "3, 7, 5", 7 },
        { " 7 ", 7 },
        { "", null },
        { "soon", null },
        { "2026-03-01T12:00:07Z", null },
        { "Sun, 01 Mar 2026 12:00:07 GMT", 7 },
        { "Sunday, 01-Mar-26 12:00:07 GMT", 7 },
        { "Sun Mar  1 12:00:07 2026", 7 },
        { "Sun, 01 Mar 2026 12:00:00 GMT", 0 },
        { "Sun, 01 Mar 2026 11:59:59 GMT", 0 },
        { "Sun, 01 Mar 2026 03:00:07 GMT", 0 },
        { "Sun, 01 Mar 2026 20:00:00 GMT", 8 * 3600 },
        { "Mon, 02 Mar 2026 12:00:00 GMT", 24 * 3600 },
        // In the hour that Los Angeles leaves out a week later.
        { "Sun, 08 Mar 2026 02:30:00 GMT", (6 * 24 + 14.5) * 3600 },
        { "Sun, 08 Mar 2026 10:30:00 GMT", (6 * 24 + 22.5) * 3600 },
    };

    /// <summary>Runs every test of this class.</summary>
    /// <returns>How many.</returns>
    internal static async Task<int> RunAllAsync()
    {
        var count = 0;
        foreach (var row in (IEnumerable<object?[]>)Headers)
        {
            new RetryAfterTests().Read_Header_IsTheWaitItAsksFor((string)row[0]!, (double?)row[1]);
            count++;
        }

        await new RetryAfterTests().PauseExecutionAsync_TurnedAwayUntilADate_WaitsUntilThen();
        return count + 1;
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void Read_Header_IsTheWaitItAsksFor(string header, double? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", header);

        Assert.Equal(seconds, RetryAfter.Read(response.Headers, new TurnedClock())?.TotalSeconds);
    }

    [Theory]
    [InlineData("Sun, 01 Mar 2026 12:10:00 GMT", "Sun, 01 Mar 2026 12:10:04 GMT", 4)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", "Sun, 01 Mar 2026 11:00:04 GMT", 4)]
    [InlineData("yesterday or so", "Sun, 01 Mar 2026 12:00:04 GMT", 4)]
    public void Read_DateOfAnAnswerWithAnotherClock_IsMeasuredFromTheAnswersOwnDate(string date, string retryAfter, double seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Date", date);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);

        Assert.Equal(seconds, RetryAfter.Read(response.Headers, new TurnedClock())?.TotalSeconds);
    }

    [Fact]
    public void Read_SeveralHeaders_IsTheLongestWait()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", ["3", "soon", "Sun, 01 Mar 2026 12:00:09 GMT", "5"]);

        Assert.Equal(9, RetryAfter.Read(response.Headers, new TurnedClock())?.TotalSeconds);
    }

    [Fact]
    public async Task PauseExecutionAsync_TurnedAwayUntilADate_WaitsUntilThen()
    {
        var clock = new TurnedClock();
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: Sun, 01 Mar 2026 12:02:00 GMT"), Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, clock);

        await client.PauseExecutionAsync(Execution);

        Assert.Equal([TimeSpan.FromMinutes(2)], clock.Waits);
    }
}
