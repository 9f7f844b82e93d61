using ExecutionControl.Client;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>What ends a pass early, and what does not.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task Run_AnswersLostInARowByAServiceThatIsThere_GoesOn()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 20);
        world.Server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.ResumeAgentRun,
            Moment = FaultMoment.AfterWork,
            Connection = FaultConnection.Reset,
            Times = 6,
        });
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 20).Select(id => RunsWorld.Resume(id)));
        var runner = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Concurrency = 2 });

        var results = await runner.RunAsync(run.Id).ToListAsync();

        Assert.Null(runner.Stop);
        Assert.Equal(6, results.Count(target => target.Result!.Outcome == TargetOutcome.Unknown));
        Assert.Equal(14, results.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
    }

    [Theory]
    [InlineData(true, 3, 6)]
    [InlineData(false, 7, 9)]
    public async Task Run_AnswersLostInARowByAServiceThatIsAway_Stops(bool isLookedAt, int least, int most)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 40).Select(id => RunsWorld.Resume(id)));
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = (_, _) => Task.FromResult(new TargetResult { Outcome = TargetOutcome.Unknown, SafeToRepeat = false, Attempts = 1 }),
            Observing = (target, _) => isLookedAt
                ? throw new ControlCallNotAppliedException(
                    "No answer.", new ControlCallDetails { Service = ControlService.Codegen, Operation = "get", Target = target.Id, Attempts = 4 })
                : Task.FromResult<string?>(null),
        };
        var runner = new ControlRunner(journal, actor, new ControlRunnerOptions { Concurrency = 2 });

        var results = await runner.RunAsync(run.Id).ToListAsync();

        Assert.Equal(RunStopKind.SharedCause, runner.Stop?.Kind);
        Assert.Contains("gave no answer", runner.Stop!.Reason, StringComparison.Ordinal);
        Assert.InRange(results.Count, least, most);
    }

    /// <summary>Stopped is stopped: who waits minutes for a turn is woken, on a clock that nobody turns.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_StoppedWhileOthersWaitForTheirTurn_EndsAtOnce(bool isSafe)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, 20).Select(id => isSafe ? RunsWorld.Terminate(id) : RunsWorld.Resume(id)));
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = (_, _) => Task.FromResult(new TargetResult { Outcome = TargetOutcome.Refused, SafeToRepeat = true, Attempts = 1 }),
        };
        var options = new ControlRunnerOptions
        {
            Concurrency = 4,
            Rate = new RunRate(1, TimeSpan.FromHours(1)),
            StopAfterFailures = 1,
            TimeProvider = new FakeTimeProvider(),
        };
        var runner = new ControlRunner(journal, actor, options);

        var results = await runner.RunAsync(run.Id).ToListAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(RunStopKind.TooManyFailures, runner.Stop?.Kind);
        Assert.Single(results);
        Assert.Equal(new RunCounts { Total = 20, Refused = 1 }, (await journal.FindAsync(run.Id))!.Counts);
        Assert.Empty(await journal.ListTargetsAsync(run.Id, new RunTargetFilter { Status = RunTargetStatus.Intended }).ToListAsync());
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Run_StoppedWhileAClosedGateIsWaitedFor_EndsAtOnce()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 20).Select(id => RunsWorld.Terminate(id)));
        var isTurnedAway = new TaskCompletionSource();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (target, _) =>
            {
                if (target.Ordinal == 1)
                {
                    isTurnedAway.SetResult();
                    return new TargetResult
                    {
                        Outcome = TargetOutcome.NotApplied,
                        SafeToRepeat = true,
                        Attempts = 1,
                        StatusCode = 429,
                        RetryAfter = TimeSpan.FromMinutes(4),
                    };
                }

                await isTurnedAway.Task;
                return new TargetResult { Outcome = TargetOutcome.Refused, SafeToRepeat = true, Attempts = 1 };
            },
        };
        var options = new ControlRunnerOptions { Concurrency = 2, StopAfterFailures = 1, TimeProvider = new FakeTimeProvider() };
        var runner = new ControlRunner(journal, actor, options);

        await runner.RunAsync(run.Id).ToListAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(RunStopKind.TooManyFailures, runner.Stop?.Kind);
        Assert.Empty(await journal.ListTargetsAsync(run.Id, new RunTargetFilter { Status = RunTargetStatus.Intended }).ToListAsync());
    }

    [Fact]
    public async Task Run_OnlyAccountGivenUp_ReadsNoMoreOfTheJournal()
    {
        await using var world = await RunsWorld.StartAsync();
        world.Server.Faults.Add(new FaultRule { Operation = OperationNames.TerminateAutomationExecution, Status = 401 });
        await using var journal = await world.OpenJournalAsync();
        var plan = RunsWorld.Header() with { Accounts = [new RunAccount { Service = ControlService.ConductorOne, Name = RunsWorld.Account }] };
        var run = await journal.CreateAsync(
            new RunDescription { Plan = plan }, Enumerable.Range(1, 2000).Select(id => RunsWorld.Terminate(id)).ToAsyncEnumerable());
        var taken = new int[1];
        var runner = new ControlRunner(TakingCounter.Of(journal, taken), world.Actor, new ControlRunnerOptions { Concurrency = 2 });

        await runner.RunAsync(run.Id).ToListAsync();

        Assert.Equal(RunStopKind.SharedCause, runner.Stop?.Kind);
        Assert.InRange(taken[0], 3, 100);
    }

    [Fact]
    public async Task Run_CanaryLeftOutOrAlreadySo_TakesTheNextOne()
    {
        await using var world = await RunsWorld.StartAsync(executions: 10);
        await using var journal = await world.OpenJournalAsync();
        await world.Kubiya.CancelExecutionAsync(RunsWorld.ExecutionId(1));
        await world.Kubiya.PauseExecutionAsync(RunsWorld.ExecutionId(2));
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, 10).Select(number => RunsWorld.Pause(number) with { State = number == 2 ? null : "running" }));
        CanaryReport? seen = null;
        var options = new ControlRunnerOptions
        {
            Canary = 1,
            SkipChanged = true,
            ConfirmCanary = (report, _) =>
            {
                seen = report;
                return ValueTask.FromResult(false);
            },
        };

        var results = await world.RunAsync(journal, run.Id, options);

        Assert.Equal(
            [(1, TargetOutcome.NotSent), (2, TargetOutcome.AlreadySo), (3, TargetOutcome.Applied)],
            results.OrderBy(target => target.Ordinal).Select(target => (target.Ordinal, target.Result!.Outcome)));
        Assert.Equal(3, Assert.Single(seen!.Targets).Ordinal);
    }

    [Theory]
    [InlineData(TargetOutcome.Applied, null, true)]
    [InlineData(TargetOutcome.Applied, "it could not be confirmed", false)]
    [InlineData(TargetOutcome.AlreadySo, null, false)]
    [InlineData(TargetOutcome.NotSent, null, false)]
    public void IsGood_OneTarget_IsSoOnlyWhenItWasChangedAndConfirmed(TargetOutcome outcome, string? warning, bool isGood)
    {
        var target = new RunTarget
        {
            RunId = "run",
            Ordinal = 1,
            Planned = RunsWorld.Pause(1),
            Status = RunTargetStatus.Settled,
            Result = new TargetResult { Outcome = outcome, Warning = warning },
        };

        Assert.Equal(isGood, new CanaryReport([target]).IsGood);
    }

    [Fact]
    public async Task Run_ShareFailsOfWhatIsSent_StopsHoweverManyAreLeftOut()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal,
            Enumerable.Range(1, 200).Select(number => RunsWorld.Pause(number) with { SkipReason = "it is busy" })
                .Concat(Enumerable.Range(201, 100).Select(RunsWorld.Pause)));
        var runner = new ControlRunner(journal, world.Actor, new ControlRunnerOptions { Concurrency = 2, StopAfterFailedPercent = 50 });

        var results = await runner.RunAsync(run.Id).ToListAsync();

        Assert.Equal(RunStopKind.TooManyFailures, runner.Stop?.Kind);
        Assert.InRange(results.Count(target => target.Result!.IsFailure), 20, 30);
    }
}
