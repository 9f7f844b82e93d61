using ExecutionControl.Client;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>Runs against services that turn calls away for their rate.</summary>
public sealed class TurnedAwayTests
{
    private static readonly TargetResult _turnedAway = new()
    {
        Outcome = TargetOutcome.NotApplied,
        StatusCode = 429,
        Attempts = 1,
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    private static readonly TargetResult _applied = new() { Outcome = TargetOutcome.Applied, Attempts = 1 };

    [Fact]
    public async Task Run_AskedToWaitAnHour_GivesTheAccountUpAtOnce()
    {
        await using var world = await RunsWorld.StartAsync(executions: 20);
        world.Server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 429, Headers = { ["Retry-After"] = "3600" } });
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 20).Select(RunsWorld.Pause));
        var runner = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Concurrency = 2 });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var results = await runner.RunAsync(run.Id, patience.Token).ToListAsync(patience.Token);

        Assert.Equal(RunStopKind.SharedCause, runner.Stop?.Kind);
        Assert.Contains(" UTC", runner.Stop!.Reason, StringComparison.Ordinal);
        Assert.InRange(results.Count, 1, 2);
        Assert.All(results, target => Assert.Equal((TargetOutcome.NotApplied, 429), (target.Result!.Outcome, target.Result.StatusCode)));
        Assert.Equal(20 - results.Count, (await journal.FindAsync(run.Id))!.Counts.Left);
    }

    [Fact]
    public async Task Run_TurnedAwayWhileOthersAreReady_SendsNoneBeforeTheWaitIsOver()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 12).Select(id => RunsWorld.Terminate(id)));
        var clock = new FakeTimeProvider();
        var calls = new List<DateTimeOffset>();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (_, _) =>
            {
                calls.Add(clock.GetUtcNow());
                if (calls.Count > 1)
                {
                    return _applied;
                }

                var filter = new RunTargetFilter { Status = RunTargetStatus.Intended };
                while (await journal.ListTargetsAsync(run.Id, filter).CountAsync() < 5)
                {
                    await Task.Yield();
                }

                return _turnedAway;
            },
        };

        await TurnAsync(clock, world.RunAsync(journal, run.Id, new ControlRunnerOptions { Concurrency = 1, TimeProvider = clock }, actor));

        Assert.Equal(13, calls.Count);
        Assert.All(calls.Skip(1), at => Assert.InRange(at - calls[0], TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Run_ServiceStallsUnderARate_SendsNoBurstAfterwards()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 12).Select(id => RunsWorld.Terminate(id)));
        var clock = new FakeTimeProvider();
        var calls = new List<DateTimeOffset>();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (_, _) =>
            {
                calls.Add(clock.GetUtcNow());
                if (calls.Count == 1)
                {
                    await Task.Delay(TimeSpan.FromMinutes(2), clock);
                }

                return _applied;
            },
        };
        var options = new ControlRunnerOptions { Concurrency = 1, TimeProvider = clock, Rate = RunRate.Parse("10/min", null) };

        await TurnAsync(clock, world.RunAsync(journal, run.Id, options, actor));

        // A call may come later than its turn, and never earlier.
        var recovered = calls[0] + TimeSpan.FromMinutes(2);
        Assert.All(
            calls.Skip(1).Select((at, number) => at - recovered - (number * TimeSpan.FromSeconds(6))),
            late => Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Run_LooksTurnedAway_AreMadeAgainAndNoMoreAtOnceThanCalls()
    {
        await using var world = await RunsWorld.StartAsync(executions: 30);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 30).Select(RunsWorld.Pause));
        var clock = new FakeTimeProvider();
        var (looks, atOnce, most) = (0, 0, 0);
        var actor = new ScriptedActor(world.Actor)
        {
            Observing = async (target, observe) =>
            {
                var now = Interlocked.Increment(ref atOnce);
                lock (clock)
                {
                    most = Math.Max(most, now);
                }

                try
                {
                    await Task.Yield();
                    return Interlocked.Increment(ref looks) is > 10 and < 14
                        ? throw new ControlCallNotAppliedException(
                            "Too many requests.",
                            new ControlCallDetails
                            {
                                Service = ControlService.Kubiya, Operation = "get", Target = target.Id, StatusCode = 429, Attempts = 4,
                            })
                        : await observe();
                }
                finally
                {
                    Interlocked.Decrement(ref atOnce);
                }
            },
        };
        var options = new ControlRunnerOptions { Concurrency = 2, TimeProvider = clock, SkipChanged = true };

        var results = await TurnAsync(clock, world.RunAsync(journal, run.Id, options, actor));

        Assert.Equal(30, results.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        Assert.InRange(most, 1, 2);
        Assert.Equal(33, looks);
    }

    private static async Task<T> TurnAsync<T>(FakeTimeProvider clock, Task<T> running)
    {
        while (!running.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(running, Task.Delay(1));
        }

        return await running;
    }
}
