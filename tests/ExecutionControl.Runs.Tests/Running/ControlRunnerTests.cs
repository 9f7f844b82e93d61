using ExecutionControl.Client;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Running;

public sealed class ControlRunnerTests
{
    [Fact]
    public async Task Run_ManyTargets_DoesEachOnceAndWritesItDown()
    {
        await using var world = await RunsWorld.StartAsync(running: 300);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 300).Select(id => RunsWorld.Terminate(id)));

        var results = await world.RunAsync(journal, run.Id);

        Assert.Equal(300, results.Select(target => target.Ordinal).Distinct().Count());
        Assert.All(results, target => Assert.Equal(TargetOutcome.Applied, target.Result!.Outcome));
        Assert.All(world.HandledByTarget(OperationNames.TerminateAutomationExecution), target => Assert.Equal(1, target.Value));
        var found = await journal.FindAsync(run.Id);
        Assert.Equal(300, found!.Counts.Applied);
        Assert.Equal(0, found.Counts.Left);
        Assert.True((await journal.VerifyAsync()).IsIntact);
        Assert.Empty(await world.RunAsync(journal, run.Id));
    }

    [Fact]
    public async Task Run_OneTargetRefused_OthersAreDone()
    {
        await using var world = await RunsWorld.StartAsync(executions: 3);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal, RunsWorld.Pause(1), RunsWorld.Pause(99), RunsWorld.Pause(2), RunsWorld.Pause(3) with { SkipReason = "it is busy" });

        var results = (await world.RunAsync(journal, run.Id)).ToDictionary(target => target.Ordinal, target => target.Result!);

        Assert.Equal(TargetOutcome.Applied, results[1].Outcome);
        Assert.Equal((TargetOutcome.Refused, RefusalReason.NotFound), (results[2].Outcome, results[2].Reason));
        Assert.Equal(TargetOutcome.Applied, results[3].Outcome);
        Assert.Equal((TargetOutcome.NotSent, "Not sent: it is busy."), (results[4].Outcome, results[4].Message));
        Assert.Equal("running", world.Server.State.KubiyaExecution(RunsWorld.ExecutionId(3)).Status);
    }

    [Fact]
    public async Task Run_CredentialRejected_StopsThatAccountAndLeavesTheRest()
    {
        await using var world = await RunsWorld.StartAsync(running: 60, executions: 20);
        world.Server.Faults.Add(new FaultRule { Operation = OperationNames.TerminateAutomationExecution, Status = 401 });
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, 60).Select(id => RunsWorld.Terminate(id)).Concat(Enumerable.Range(1, 20).Select(RunsWorld.Pause)));
        var runner = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Concurrency = 2 });

        var results = await runner.RunAsync(run.Id).ToListAsync();

        Assert.Equal(RunStopKind.SharedCause, runner.Stop?.Kind);
        Assert.Contains("ConductorOne", runner.Stop!.Reason, StringComparison.Ordinal);
        Assert.InRange(results.Count(target => target.Result!.Reason == RefusalReason.Authentication), 3, 6);
        Assert.Equal(20, results.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        Assert.Equal(80 - results.Count, (await journal.FindAsync(run.Id))!.Counts.Left);
    }

    [Fact]
    public async Task Run_TurnedAwayForItsRate_WaitsAndIsSentAgainAlsoWhereNothingMayBeRepeated()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 12);
        world.Server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.ResumeAgentRun,
            Status = 429,
            Headers = { ["Retry-After"] = "1" },
            Times = 3,
        });
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 12).Select(id => RunsWorld.Resume(id)));
        var runner = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Concurrency = 4 });

        var results = await runner.RunAsync(run.Id).ToListAsync();

        Assert.All(results, target => Assert.Equal(TargetOutcome.Applied, target.Result!.Outcome));
        Assert.All(Enumerable.Range(1, 12), id => Assert.Equal(2, world.Server.State.AgentRun(id).PromptCount));

        // Also of those whose gate closed between the intent and the call.
        Assert.InRange((await journal.ListTargetsAsync(run.Id).ToListAsync()).Count(target => target.Intents > 1), 3, 12);
        Assert.NotNull(runner.Progress!.LimitPerSecond);
        Assert.Null(runner.Stop);
    }

    /// <summary>A clock that is set back in the middle changes nothing but the times that are written down.</summary>
    [Fact]
    public async Task Run_ClockSetBack_GoesOnAndTheChainHolds()
    {
        await using var world = await RunsWorld.StartAsync(running: 40);
        var clock = new BackwardsClock();
        await using var journal = await SqliteRunJournal.OpenAsync(world.JournalFile, new SqliteRunJournalOptions { TimeProvider = clock });
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 40).Select(id => RunsWorld.Terminate(id)));
        var results = new List<RunTarget>();
        var options = new ControlRunnerOptions { TimeProvider = clock, Rate = RunRate.Parse("200/s", null) };
        await foreach (var target in new ControlRunner(journal, world.Actor, options).RunAsync(run.Id))
        {
            results.Add(target);
            clock.Back = TimeSpan.FromDays(results.Count);
        }

        Assert.Equal(40, results.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(null, 10.0)]
    public async Task Run_TooManyFailures_StopsAndCanBeResumed(int? failures, double? percent)
    {
        await using var world = await RunsWorld.StartAsync(executions: 200);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, 100).SelectMany(number => new[] { RunsWorld.Pause(number), RunsWorld.Pause(number + 1000) }));
        var runner = new ControlRunner(
            journal, world.Actor, new ControlRunnerOptions { Concurrency = 2, StopAfterFailures = failures, StopAfterFailedPercent = percent });

        var results = await runner.RunAsync(run.Id).ToListAsync();
        var rest = await world.RunAsync(journal, run.Id);

        Assert.Equal(RunStopKind.TooManyFailures, runner.Stop?.Kind);
        Assert.InRange(results.Count, 9, 40);
        Assert.Equal(200, results.Count + rest.Count);
        Assert.All(world.HandledByTarget(OperationNames.PauseExecution), target => Assert.Equal(1, target.Value));
    }

    [Fact]
    public async Task Run_CanaryGood_GoesOn_AndBad_Stops()
    {
        await using var world = await RunsWorld.StartAsync(executions: 30);
        await using var journal = await world.OpenJournalAsync();
        var good = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 20).Select(RunsWorld.Pause));
        var bad = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 20).Select(number => RunsWorld.Pause(number + 1000)));
        CanaryReport? seen = null;
        var asked = new ControlRunner(journal, world.Actor, new ControlRunnerOptions
        {
            Canary = 3,
            ConfirmCanary = (report, _) =>
            {
                seen = report;
                return ValueTask.FromResult(report.IsGood);
            },
        });
        var unasked = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Canary = 3 });

        var goodResults = await asked.RunAsync(good.Id).ToListAsync();
        var badResults = await unasked.RunAsync(bad.Id).ToListAsync();

        Assert.Equal(20, goodResults.Count);
        Assert.Equal(3, seen!.Targets.Count);
        Assert.All(seen.Targets, target => Assert.Equal((WaitOutcome.Verified, "paused"), (target.Result!.Wait, target.Result.State)));
        Assert.Equal(3, badResults.Count);
        Assert.Equal(RunStopKind.Canary, unasked.Stop?.Kind);
    }

    [Fact]
    public async Task Run_TargetsChangedSince_AreLeftOut()
    {
        await using var world = await RunsWorld.StartAsync(executions: 4, automations: 8);
        await using var journal = await world.OpenJournalAsync();
        await world.Kubiya.CancelExecutionAsync(RunsWorld.ExecutionId(2));
        var run = await RunsWorld.CreateRunAsync(
            journal, RunsWorld.Pause(1), RunsWorld.Pause(2), RunsWorld.Pause(77), RunsWorld.Disable("aut_1"), RunsWorld.Disable("aut_7"));

        var results = (await world.RunAsync(journal, run.Id, new ControlRunnerOptions { SkipChanged = true }))
            .ToDictionary(target => target.Ordinal, target => target.Result!);

        Assert.Equal(TargetOutcome.Applied, results[1].Outcome);
        Assert.Equal((TargetOutcome.NotSent, "cancelled"), (results[2].Outcome, results[2].State));
        Assert.Contains("is not there any more", results[3].Message, StringComparison.Ordinal);
        Assert.Equal(TargetOutcome.Applied, results[4].Outcome);
        Assert.Equal(TargetOutcome.NotSent, results[5].Outcome);
    }

    [Fact]
    public async Task Run_Cancelled_TellsWhatWasUnderWayAndCanBeResumed()
    {
        await using var world = await RunsWorld.StartAsync(running: 50);
        world.Server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.TerminateAutomationExecution,
            Moment = FaultMoment.AfterWork,
            LatencyFrom = TimeSpan.FromMinutes(1),
            LatencyTo = TimeSpan.FromMinutes(1),
            Times = 2,
        });
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 50).Select(id => RunsWorld.Terminate(id)));
        using var stop = new CancellationTokenSource();
        var results = new List<RunTarget>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var target in new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Concurrency = 3 }).RunAsync(run.Id, stop.Token))
            {
                results.Add(target);
                if (results.Count == 20)
                {
                    await stop.CancelAsync();
                }
            }
        });

        var open = results.Where(target => target.Status == RunTargetStatus.Intended).ToList();
        var resumed = await world.RunAsync(journal, run.Id);

        Assert.NotEmpty(open);
        Assert.All(open, target => Assert.Equal(TargetOutcome.Unknown, target.Result!.Outcome));
        Assert.Equal(50, results.Except(open).Concat(resumed).Select(target => target.Ordinal).Distinct().Count());
        Assert.Contains(resumed, target => target.Result!.IsSettledByLook);
        Assert.All(world.HandledByTarget(OperationNames.TerminateAutomationExecution), target => Assert.Equal(1, target.Value));
    }

    [Fact]
    public async Task Run_ReaderGoesAway_StopsAndCanBeResumed()
    {
        // More than is done before a busy machine comes to the reader.
        const int Many = 3000;
        await using var world = await RunsWorld.StartAsync(running: Many);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, Many).Select(id => RunsWorld.Terminate(id)));

        await foreach (var target in new ControlRunner(journal, world.Actor).RunAsync(run.Id))
        {
            Assert.NotNull(target.Result);
            break;
        }

        var before = (await journal.FindAsync(run.Id))!.Counts.Done;
        await world.RunAsync(journal, run.Id, new ControlRunnerOptions { SettleTime = TimeSpan.Zero });

        Assert.InRange(before, 1, Many - 1);
        Assert.Equal(Many, (await journal.FindAsync(run.Id))!.Counts.Applied);
    }

    [Fact]
    public async Task Run_HeldByAnother_IsRefused()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        await using var other = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));
        await using (await journal.ClaimAsync(run.Id))
        {
            await Assert.ThrowsAsync<RunHeldException>(() => other.ClaimAsync(run.Id));
        }

        await using var free = await other.ClaimAsync(run.Id);
        Assert.Equal(run.Id, free.Run.Id);
    }

    /// <summary>Where the system's locks say nothing, as on some network disks: the number in the run's row does.</summary>
    [Fact]
    public async Task Intend_HoldTakenAway_SendsNothing()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1), RunsWorld.Terminate(2));
        await using var work = await journal.ClaimAsync(run.Id);
        var targets = await work.TakeAsync(2);
        var intended = await work.IntendAsync(targets[0]);
        File.Delete($"{journal.Location}.{run.Id}.lock");
        await using var taken = await journal.ClaimAsync(run.Id);

        await Assert.ThrowsAsync<RunLostException>(() => work.IntendAsync(targets[1]));
        await Assert.ThrowsAsync<RunLostException>(() => work.SettleAsync(intended, new TargetResult { Outcome = TargetOutcome.Applied }));

        Assert.False(work.MaySend);
        Assert.Equal(
            [RunTargetStatus.Intended, RunTargetStatus.Pending],
            await journal.ListTargetsAsync(run.Id).Select(target => target.Status).ToListAsync());
    }

    [Fact]
    public async Task Resume_IntentOfWhatMustNotBeRepeated_IsUnknownAndLeftToAPerson()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Resume(1), RunsWorld.Resume(2));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            await work.IntendAsync((await work.TakeAsync(1))[0]);
        }

        var resumed = (await world.RunAsync(journal, run.Id)).ToDictionary(target => target.Ordinal, target => target.Result!);
        var again = await world.RunAsync(journal, run.Id);
        var prompts = world.Server.State.AgentRun(1).PromptCount;
        var asked = await world.RunAsync(journal, run.Id, new ControlRunnerOptions { Claim = new RunClaimOptions { RetryUnknown = true } });

        Assert.Equal((TargetOutcome.Unknown, false, "PAUSED"), (resumed[1].Outcome, resumed[1].SafeToRepeat, resumed[1].State));
        Assert.Equal(TargetOutcome.Applied, resumed[2].Outcome);
        Assert.Empty(again);
        Assert.Equal(1, prompts);
        Assert.Equal(TargetOutcome.Applied, Assert.Single(asked).Result!.Outcome);
        Assert.Equal(2, world.Server.State.AgentRun(1).PromptCount);
        Assert.True((await journal.VerifyAsync()).IsIntact);
    }

    /// <summary>A mistake of the program's own, here of a clock, is not said to be the journal's.</summary>
    [Fact]
    public async Task Run_FaultOfTheProgram_IsThrownAsItIs()
    {
        const int Many = 2000;
        await using var world = await RunsWorld.StartAsync(running: Many);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, Many).Select(id => RunsWorld.Terminate(id)));
        var clock = new FaultyClock();
        var options = new ControlRunnerOptions { TimeProvider = clock, Concurrency = 1 };

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in new ControlRunner(journal, world.Actor, options).RunAsync(run.Id))
            {
                clock.IsBroken = true;
            }
        });

        Assert.Equal("a fault of the clock", fault.Message);
    }

    /// <summary>The consent to send again what is unknown is good for one pass: what it did not come to stays unknown.</summary>
    [Fact]
    public async Task Claim_RetryUnknownAndNotComeToIt_StaysUnknown()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 3);
        await using var journal = await world.OpenJournalAsync();
        var run = await Unknowns.MakeAsync(world, journal, 3);

        await Unknowns.RetryAndEndAsync(journal, run);
        var after = (await journal.FindAsync(run))!.Counts;
        var plain = await world.RunAsync(journal, run);

        Assert.Equal(3, after.Unknown);
        Assert.Equal(TargetOutcome.Unknown, Assert.Single(plain).Result!.Outcome);
        Assert.All(Enumerable.Range(1, 3), id => Assert.Equal(1, world.Server.State.AgentRun(id).PromptCount));
        Assert.Empty((await journal.VerifyAsync()).Findings);
        var asked = await world.RunAsync(journal, run, new ControlRunnerOptions { Claim = new RunClaimOptions { RetryUnknown = true } });
        Assert.Equal(3, asked.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        Assert.Equal(new RunCounts { Total = 3, Applied = 3 }, (await journal.FindAsync(run))!.Counts);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Resume_IntentOfWhatIsDone_IsSettledByALookAndNotSent()
    {
        await using var world = await RunsWorld.StartAsync(running: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1), RunsWorld.Terminate(2));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            foreach (var target in await work.TakeAsync(2))
            {
                await work.IntendAsync(target);
            }
        }

        await world.ConductorOne.TerminateAutomationExecutionAsync("1");
        world.Server.Journal.Clear();

        var resumed = (await world.RunAsync(journal, run.Id, new ControlRunnerOptions { SettleTime = TimeSpan.FromMilliseconds(300) }))
            .ToDictionary(target => target.Ordinal, target => target.Result!);

        Assert.True(resumed[1].IsSettledByLook);
        Assert.False(resumed[2].IsSettledByLook);
        Assert.Equal(["2"], world.HandledByTarget(OperationNames.TerminateAutomationExecution).Keys);
    }

    [Fact]
    public async Task Resume_NotApplied_IsDoneAgain()
    {
        await using var world = await RunsWorld.StartAsync(running: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));
        using var unreachable = new UnreachableServer();
        var first = await world.RunAsync(journal, run.Id, actor: unreachable.Actor);

        var kept = await world.RunAsync(journal, run.Id, new ControlRunnerOptions { Claim = new RunClaimOptions { RetryNotApplied = false } });
        var second = await world.RunAsync(journal, run.Id);

        Assert.Equal(TargetOutcome.NotApplied, Assert.Single(first).Result!.Outcome);
        Assert.Empty(kept);
        Assert.Equal(TargetOutcome.Applied, Assert.Single(second).Result!.Outcome);
        Assert.True((await journal.VerifyAsync()).IsIntact);
        Assert.Equal(
            [TargetOutcome.Applied, TargetOutcome.NotApplied],
            await journal.ListHistoryAsync().Select(row => row.Result!.Outcome).ToListAsync());
    }

    private sealed class BackwardsClock : TimeProvider
    {
        public TimeSpan Back { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Back;
    }

    private sealed class FaultyClock : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override long GetTimestamp() => IsBroken ? throw new InvalidOperationException("a fault of the clock") : base.GetTimestamp();
    }
}
