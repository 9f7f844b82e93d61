using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>The pace against a service that limits it, on a clock that the test turns.</summary>
public sealed class RunPaceTests
{
    /// <summary>20 in a second, in a window that moves with the time; with and without a time to wait in the answer.</summary>
    [Theory]
    [InlineData(true, 4)]
    [InlineData(true, 16)]
    [InlineData(false, 8)]
    public async Task Wait_ServiceTakesTwentyASecond_SettlesNearItWithFewRefusals(bool saysHowLong, int concurrency)
    {
        const int calls = 2000;
        var clock = new FakeTimeProvider();
        var pace = new RunPace(null, null, clock);
        var limiter = new Queue<DateTimeOffset>();
        var (accepted, refused) = (0, 0);
        var workers = Enumerable.Range(0, concurrency).Select(_ => WorkAsync()).ToArray();
        var startedAt = clock.GetUtcNow();
        while (!Task.WhenAll(workers).IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        var perSecond = accepted / (clock.GetUtcNow() - startedAt).TotalSeconds;
        Assert.InRange(perSecond, 17, 21);
        Assert.InRange(refused / (double)(accepted + refused), 0, 0.02);

        async Task WorkAsync()
        {
            while (Volatile.Read(ref accepted) < calls)
            {
                var turn = await pace.WaitAsync("service", CancellationToken.None);
                await Task.Delay(TimeSpan.FromMilliseconds(5), clock);
                if (TryPass())
                {
                    Interlocked.Increment(ref accepted);
                    pace.Accept(turn);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                    await pace.RejectAsync(turn, saysHowLong ? TimeSpan.FromSeconds(1) : null, CancellationToken.None);
                }
            }
        }

        bool TryPass()
        {
            lock (limiter)
            {
                var now = clock.GetUtcNow();
                while (limiter.TryPeek(out var oldest) && oldest + TimeSpan.FromSeconds(1) <= now)
                {
                    limiter.Dequeue();
                }

                if (limiter.Count >= 20)
                {
                    return false;
                }

                limiter.Enqueue(now);
                return true;
            }
        }
    }

    [Fact]
    public async Task Wait_RateAsked_IsKept()
    {
        var clock = new FakeTimeProvider();
        var pace = new RunPace(RunRate.Parse("10/s", null), null, clock);
        var startedAt = clock.GetUtcNow();
        for (var call = 0; call < 50; call++)
        {
            var turn = pace.WaitAsync("service", CancellationToken.None);
            while (!turn.IsCompleted)
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
                await Task.Yield();
            }

            pace.Accept(await turn);
        }

        Assert.InRange((clock.GetUtcNow() - startedAt).TotalSeconds, 4.8, 5.1);
        Assert.Equal(10, pace.LimitPerSecond);
    }

    [Fact]
    public void Reject_TenMinutesOfNothingElse_KeepsTheRateAndWaitsLonger()
    {
        var clock = new FakeTimeProvider();
        var pace = new ServicePace("service", clock);
        AcceptInASecond(pace, clock, 20);
        pace.Reject(pace.Take().Turn, TimeSpan.FromSeconds(1));
        var before = pace.PerSecond!.Value;
        var (refusals, from) = (0, clock.GetUtcNow());
        while (clock.GetUtcNow() - from < TimeSpan.FromMinutes(10))
        {
            var (turn, wait) = pace.Take();
            clock.Advance(wait);
            pace.Reject(turn, TimeSpan.FromSeconds(1));
            refusals++;
        }

        var next = pace.Take();

        Assert.InRange(before, 5, 20);
        Assert.Equal(before, pace.PerSecond);
        Assert.InRange(next.Wait, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(refusals, 5, 30);
    }

    [Fact]
    public void Accept_AfterAShortIncident_FindsTheRateOfBeforeSoon()
    {
        var clock = new FakeTimeProvider();
        var pace = new ServicePace("service", clock);
        AcceptInASecond(pace, clock, 20);
        pace.Reject(pace.Take().Turn, TimeSpan.FromSeconds(1));
        AcceptInASecond(pace, clock, 20);
        for (var refusals = 0; refusals < 8; refusals++)
        {
            pace.Accept();
            var (turn, wait) = pace.Take();
            clock.Advance(wait);
            pace.Reject(turn, TimeSpan.FromSeconds(1));
        }

        var incident = pace.PerSecond!.Value;
        var accepted = 0;
        while (pace.PerSecond < 10 && accepted < 100_000)
        {
            pace.Accept();
            accepted++;
        }

        Assert.InRange(incident, 0.1, 2);
        Assert.InRange(accepted, 1, 2000);
    }

    [Fact]
    public async Task Wait_TurnsOfManyWeeks_AreWaitedFor()
    {
        var pace = new RunPace(new RunRate(1, TimeSpan.FromDays(1)), null, new FakeTimeProvider());
        using var stop = new CancellationTokenSource();

        var turns = Enumerable.Range(0, 60).Select(_ => pace.WaitAsync("service", stop.Token)).ToList();

        Assert.All(turns, turn => Assert.False(turn.IsFaulted));
        await stop.CancelAsync();
        await ((Task)Task.WhenAll(turns)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Theory]
    [InlineData("10/s", 10)]
    [InlineData("600/min", 10)]
    [InlineData("3600/h", 1)]
    public void Parse_Rate_IsRead(string text, double perSecond) => Assert.Equal(perSecond, RunRate.Parse(text, null).PerSecond, 6);

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("1.5/s")]
    [InlineData("10/fortnight")]
    [InlineData("1/s/s")]
    [InlineData("99999999999/s")]
    public void Parse_NoRate_IsRefused(string text) => Assert.Throws<FormatException>(() => RunRate.Parse(text, null));

    private static void AcceptInASecond(ServicePace pace, FakeTimeProvider clock, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            clock.Advance(TimeSpan.FromSeconds(1.0 / calls));
            pace.Accept();
        }
    }
}
