using ExecutionControl.Client;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>What a run keeps of its pace, and what becomes of it when its process ends in the middle.</summary>
public sealed class KeptPaceTests
{
    private static readonly RunPacing Everything = new()
    {
        Concurrency = 3,
        Rate = new RunRate(70, TimeSpan.FromSeconds(2.5)),
        Canary = 4,
        CanaryTimeout = TimeSpan.FromMilliseconds(1500),
        StopAfterFailures = 5,
        StopAfterFailedPercent = 2.5,
    };

    [Fact]
    public async Task Create_Pace_IsKeptAndStandsInTheHistory()
    {
        await using var world = await RunsWorld.StartAsync();
        await using (var journal = await world.OpenJournalAsync())
        {
            await CreateAsync(journal, Everything, RunsWorld.Pause(1));
            await RunsWorld.CreateRunAsync(journal, RunsWorld.Pause(1));
        }

        await using var again = await world.OpenJournalAsync();
        var runs = await again.ListAsync().ToListAsync();

        Assert.Equal([new RunPacing(), Everything], runs.Select(run => run.Pacing));
        Assert.Contains(
            """
            "pacing":{"concurrency":3,"rate":[70,2.5],"canary":4,"canarySeconds":1.5,"stopAfterFailures":5,"stopAfterFailedPercent":2.5}
            """,
            (await again.ListHistoryAsync(new HistoryFilter { RunId = runs[1].Id, WithRuns = true }).ToListAsync())[0].Content,
            StringComparison.Ordinal);
        Assert.Empty((await again.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData("UPDATE runs SET pacing = NULL", "not what its history says it was made as")]
    [InlineData("UPDATE runs SET pacing = '{\"stopAfterFailures\":500}'", "not what its history says it was made as")]
    [InlineData("UPDATE runs SET canary_passed = 1", "whether its first targets have passed")]
    public async Task Verify_PaceChangedByHand_IsFound(string change, string finding)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        await CreateAsync(journal, Everything, RunsWorld.Pause(1));
        await using (var connection = SqliteConnections.OpenToWrite(world.JournalFile, TimeSpan.FromSeconds(30)))
        {
            using var commands = new SqliteCommands(connection);
            commands.Execute(change);
        }

        Assert.Contains(finding, Assert.Single((await journal.VerifyAsync()).Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_PaceOutOfItsBounds_IsRefused()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => CreateAsync(journal, new RunPacing { Concurrency = 0 }, RunsWorld.Pause(1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => CreateAsync(journal, new RunPacing { Rate = default(RunRate) }, RunsWorld.Pause(1)));

        Assert.Empty(await journal.ListAsync().ToListAsync());
    }

    [Theory]
    [InlineData(null, null, 3, 90.0)]
    [InlineData(1, "5/s", 1, 5.0)]
    [InlineData(2, "unlimited", 2, null)]
    public async Task Run_PaceKept_IsGoneByUnlessTheRunnerSaysOtherwise(int? concurrency, string? rate, int most, double? limit)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await CreateAsync(
            journal, new RunPacing { Concurrency = 3, Rate = new RunRate(90, TimeSpan.FromSeconds(1)) }, [.. Enumerable.Range(1, 12).Select(RunsWorld.Pause)]);
        var (underWay, seen) = (0, 0);
        var gate = new TaskCompletionSource();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (_, _) =>
            {
                seen = Math.Max(seen, Interlocked.Increment(ref underWay));
                if (seen >= most)
                {
                    gate.TrySetResult();
                }

                await gate.Task;
                Interlocked.Decrement(ref underWay);
                return Applied;
            },
        };
        var runner = new ControlRunner(journal, actor, new ControlRunnerOptions
        {
            Concurrency = concurrency,
            Rate = rate is null ? null : RunRate.Parse(rate, null),
        });

        Assert.Equal(12, await runner.RunAsync(run.Id).CountAsync());

        Assert.Equal(most, seen);
        Assert.Equal(limit, runner.Progress!.LimitPerSecond);
    }

    /// <summary>Its process is killed while the canary is done, or while it is asked about; the next one goes on with it, and who has said yes is not asked again.</summary>
    [Fact]
    public async Task Run_KilledInItsCanary_IsAskedAboutTheSameOnesAndThenNotAgain()
    {
        await using var world = await RunsWorld.StartAsync(executions: 12);
        await using var journal = await world.OpenJournalAsync();
        var run = await CreateAsync(journal, new RunPacing { Concurrency = 1, Canary = 3 }, [.. Enumerable.Range(1, 12).Select(RunsWorld.Pause)]);
        var reports = new List<CanaryReport>();

        // In its second target.
        await RunUntilKilledAsync(journal, world.Actor, run.Id, 2, Asking(_ => throw new InvalidOperationException("It was not to be asked.")));
        Assert.Equal(1, world.Server.Journal.Count(OperationNames.PauseExecution));

        // While it is asked about.
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.RunAsync(
            journal, run.Id, Asking(report =>
            {
                reports.Add(report);
                throw new InvalidOperationException("killed");
            })));
        Assert.Equal(3, world.Server.Journal.Count(OperationNames.PauseExecution));

        // Asked again about the same, and told to go on; killed later.
        await RunUntilKilledAsync(journal, world.Actor, run.Id, 6, Asking(report =>
        {
            reports.Add(report);
            return true;
        }));
        Assert.True((await journal.FindAsync(run.Id))!.IsCanaryPassed);

        await world.RunAsync(journal, run.Id, Asking(_ => throw new InvalidOperationException("It was not to be asked.")));

        Assert.Equal(2, reports.Count);
        Assert.All(reports, report => Assert.Equal([1L, 2L, 3L], report.Targets.Select(target => target.Ordinal).Order()));
        Assert.All(reports[1].Targets, target => Assert.Equal(WaitOutcome.Verified, target.Result!.Wait));
        Assert.Equal(new RunCounts { Total = 12, Applied = 12 }, (await journal.FindAsync(run.Id))!.Counts);
        Assert.All(world.HandledByTarget(OperationNames.PauseExecution), target => Assert.Equal(1, target.Value));
        Assert.Contains(
            HistoryEvent.CanaryPassed,
            await journal.ListHistoryAsync(new HistoryFilter { WithRuns = true }).Select(row => row.Event).ToListAsync());
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Run_CanaryRefused_IsAskedAboutAgainAndOneSaidNowIsOfThisPass()
    {
        await using var world = await RunsWorld.StartAsync(executions: 12);
        await using var journal = await world.OpenJournalAsync();
        var run = await CreateAsync(journal, new RunPacing { Concurrency = 1, Canary = 2 }, [.. Enumerable.Range(1, 12).Select(RunsWorld.Pause)]);
        var asked = new List<int>();
        var no = Asking(report =>
        {
            asked.Add(report.Targets.Count);
            return false;
        });

        Assert.Equal(2, (await world.RunAsync(journal, run.Id, no)).Count);
        Assert.Empty(await world.RunAsync(journal, run.Id, no));
        var own = await world.RunAsync(
            journal, run.Id, new ControlRunnerOptions { Canary = 3, ConfirmCanary = no.ConfirmCanary });
        var without = await world.RunAsync(journal, run.Id, new ControlRunnerOptions { Canary = 0, ConfirmCanary = no.ConfirmCanary });

        Assert.Equal([2, 2, 3], asked);
        Assert.Equal((3, 7), (own.Count, without.Count));
    }

    /// <summary>Half of them fail. What counts is the run, however many processes work on it, unless one of them is told otherwise.</summary>
    [Fact]
    public async Task Run_KilledBeforeItsLimit_StopsAtItOverTheWholeRun()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await CreateAsync(journal, new RunPacing { Concurrency = 1, StopAfterFailures = 4 }, [.. Enumerable.Range(1, 30).Select(RunsWorld.Pause)]);
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = (target, _) => Task.FromResult(target.Ordinal % 2 == 0 ? Refused : Applied),
            Observing = (_, _) => Task.FromResult<string?>("paused"),
        };
        await RunUntilKilledAsync(journal, actor, run.Id, 7);
        Assert.Equal(3, (await journal.FindAsync(run.Id))!.Counts.Refused);

        var second = new ControlRunner(journal, actor);
        await second.RunAsync(run.Id).CountAsync();
        var third = new ControlRunner(journal, actor);
        var thirdDid = await third.RunAsync(run.Id).CountAsync();
        var fourth = new ControlRunner(journal, actor, new ControlRunnerOptions { StopAfterFailures = 2 });
        await fourth.RunAsync(run.Id).CountAsync();
        var afterFourth = (await journal.FindAsync(run.Id))!.Counts;
        var last = new ControlRunner(journal, actor, new ControlRunnerOptions { StopAfterFailures = 0 });
        await last.RunAsync(run.Id).CountAsync();

        Assert.Equal(new RunStop(RunStopKind.TooManyFailures, "4 targets failed"), second.Stop);
        Assert.Equal((RunStopKind.TooManyFailures, 0), (third.Stop?.Kind, thirdDid));
        Assert.Equal(RunStopKind.TooManyFailures, fourth.Stop?.Kind);
        Assert.Equal(6, afterFourth.Refused);
        Assert.Null(last.Stop);
        Assert.Equal(new RunCounts { Total = 30, Applied = 15, Refused = 15 }, (await journal.FindAsync(run.Id))!.Counts);
    }

    [Fact]
    public async Task Run_SharePassedInAnEarlierPass_StopsWhereItBegins()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await CreateAsync(
            journal, new RunPacing { Concurrency = 1, StopAfterFailedPercent = 50 }, [.. Enumerable.Range(1, 100).Select(RunsWorld.Pause)]);
        var failing = new ScriptedActor(world.Actor) { Acting = (_, _) => Task.FromResult(Refused) };
        await new ControlRunner(journal, failing).RunAsync(run.Id).CountAsync();
        var runner = new ControlRunner(journal, failing);

        Assert.Equal(0, await runner.RunAsync(run.Id).CountAsync());

        Assert.Equal(new RunStop(RunStopKind.TooManyFailures, "20 of 20 targets failed"), runner.Stop);
    }

    /// <summary>A service that was away: what was not applied is done again, and does not count against the run.</summary>
    [Fact]
    public async Task Run_FailuresThatAreDoneAgain_DoNotCount()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await CreateAsync(journal, new RunPacing { Concurrency = 1, StopAfterFailures = 2 }, [.. Enumerable.Range(1, 5).Select(RunsWorld.Pause)]);
        var away = new ScriptedActor(world.Actor)
        {
            Acting = (_, _) => Task.FromResult(new TargetResult { Outcome = TargetOutcome.NotApplied, SafeToRepeat = true, StatusCode = 503 }),
        };
        await new ControlRunner(journal, away).RunAsync(run.Id).CountAsync();
        Assert.Equal(2, (await journal.FindAsync(run.Id))!.Counts.NotApplied);

        var back = new ControlRunner(journal, new ScriptedActor(world.Actor) { Acting = (_, _) => Task.FromResult(Applied) });
        await back.RunAsync(run.Id).CountAsync();

        Assert.Null(back.Stop);
        Assert.Equal(new RunCounts { Total = 5, Applied = 5 }, (await journal.FindAsync(run.Id))!.Counts);
    }

    private static TargetResult Applied => new() { Outcome = TargetOutcome.Applied, SafeToRepeat = true, Attempts = 1 };

    private static TargetResult Refused => new() { Outcome = TargetOutcome.Refused, SafeToRepeat = true, Attempts = 1, StatusCode = 403 };

    private static ControlRunnerOptions Asking(Func<CanaryReport, bool> answer) =>
        new() { ConfirmCanary = (report, _) => ValueTask.FromResult(answer(report)), SettleTime = TimeSpan.Zero };

    private static Task<RunRecord> CreateAsync(SqliteRunJournal journal, RunPacing pacing, params PlannedTarget[] targets) =>
        journal.CreateAsync(new RunDescription { Plan = RunsWorld.Header(), Pacing = pacing }, targets.ToAsyncEnumerable());

    /// <summary>Its process ends in the call for a target: what became of that nobody knows.</summary>
    private static async Task RunUntilKilledAsync(
        SqliteRunJournal journal, ITargetActor actor, string run, long ordinal, ControlRunnerOptions? options = null)
    {
        using var kill = new CancellationTokenSource();
        var killed = new ScriptedActor(actor)
        {
            Acting = (target, act) =>
            {
                if (target.Ordinal != ordinal)
                {
                    return act();
                }

                kill.Cancel();
                throw new OperationCanceledException(kill.Token);
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new ControlRunner(journal, killed, options).RunAsync(run, kill.Token).CountAsync(CancellationToken.None).AsTask());
    }
}
