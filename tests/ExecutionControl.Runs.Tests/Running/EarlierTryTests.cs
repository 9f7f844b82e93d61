using ExecutionControl.Client;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>What becomes of a target when an earlier try, whose answer never came, may have been applied.</summary>
public sealed class EarlierTryTests
{
    private static readonly ControlRunnerOptions _careful = new() { SkipChanged = true, SettleTime = TimeSpan.Zero };

    [Fact]
    public async Task Resume_IntendedAndChangedSince_IsUnknownAndSafeToRepeat()
    {
        await using var world = await RunsWorld.StartAsync(executions: 1);
        await using var journal = await world.OpenJournalAsync();
        var run = await IntendAsync(journal, Resume(1));
        await world.Kubiya.CancelExecutionAsync(RunsWorld.ExecutionId(1));

        var result = Assert.Single(await world.RunAsync(journal, run, _careful)).Result!;

        Assert.Equal((TargetOutcome.Unknown, true, "cancelled"), (result.Outcome, result.SafeToRepeat, result.State));
        Assert.Empty(world.HandledByTarget(OperationNames.ResumeExecution));
    }

    [Fact]
    public async Task Resume_IntendedAndAlreadySoWhenSentAgain_IsApplied()
    {
        await using var world = await RunsWorld.StartAsync(executions: 1);
        await using var journal = await world.OpenJournalAsync();
        var run = await IntendAsync(journal, RunsWorld.Pause(1));
        await world.Kubiya.PauseExecutionAsync(RunsWorld.ExecutionId(1));
        var late = new ScriptedActor(world.Actor) { Observing = (_, _) => Task.FromResult<string?>("running") };

        var result = Assert.Single(await world.RunAsync(journal, run, _careful, late)).Result!;

        Assert.Equal(TargetOutcome.Applied, result.Outcome);
        Assert.Contains("earlier try", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_IntendedAndRefusedWhenSentAgain_IsUnknown()
    {
        await using var world = await RunsWorld.StartAsync(executions: 1);
        await using var journal = await world.OpenJournalAsync();
        var run = await IntendAsync(journal, Resume(1));
        await world.Kubiya.CancelExecutionAsync(RunsWorld.ExecutionId(1));

        var result = Assert.Single(await world.RunAsync(journal, run, new ControlRunnerOptions { SettleTime = TimeSpan.Zero })).Result!;

        Assert.Equal((TargetOutcome.Unknown, true), (result.Outcome, result.SafeToRepeat));
    }

    [Fact]
    public async Task Resume_IntendedAndServerAwayWhenSentAgain_IsUnknown()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await IntendAsync(journal, RunsWorld.Terminate(1));
        using var unreachable = new UnreachableServer();

        var result = Assert.Single(await world.RunAsync(journal, run, _careful, unreachable.Actor)).Result!;

        Assert.Equal((TargetOutcome.Unknown, true), (result.Outcome, result.SafeToRepeat));
    }

    [Fact]
    public async Task RetryUnknown_StateShowsTheEffect_IsAppliedAndNotSentAgain()
    {
        await using var world = await RunsWorld.StartAsync(executions: 1);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Pause(1));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            var intended = await work.IntendAsync((await work.TakeAsync(1))[0]);
            await work.SettleAsync(intended, new TargetResult { Outcome = TargetOutcome.Unknown });
        }

        await world.Kubiya.PauseExecutionAsync(RunsWorld.ExecutionId(1));
        world.Server.Journal.Clear();
        var result = Assert.Single(await world.RunAsync(
            journal, run.Id, new ControlRunnerOptions { SkipChanged = true, Claim = new RunClaimOptions { RetryUnknown = true } })).Result!;

        Assert.Equal((TargetOutcome.Applied, true, "paused"), (result.Outcome, result.IsSettledByLook, result.State));
        Assert.Empty(world.HandledByTarget(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Resume_IntendedThenTurnedAwayAndCancelled_StaysIntended()
    {
        await using var world = await RunsWorld.StartAsync(executions: 1);
        await using var journal = await world.OpenJournalAsync();
        var run = await IntendAsync(journal, RunsWorld.Pause(1));
        using var stop = new CancellationTokenSource();
        var turnedAway = new ScriptedActor(world.Actor)
        {
            Acting = async (_, _) =>
            {
                await stop.CancelAsync();
                return new TargetResult { Outcome = TargetOutcome.NotApplied, StatusCode = 429, Attempts = 1 };
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new ControlRunner(journal, turnedAway, new ControlRunnerOptions { SettleTime = TimeSpan.Zero }).RunAsync(run, stop.Token).ToListAsync());

        var target = Assert.Single(await journal.ListTargetsAsync(run).ToListAsync());
        Assert.Equal((RunTargetStatus.Intended, 2), (target.Status, target.Intents));
    }

    private static PlannedTarget Resume(int number) =>
        RunsWorld.Pause(number) with { Operation = ControlOperations.ResumeExecution, State = "paused" };

    /// <summary>A run whose process has ended between the intent and the answer.</summary>
    private static async Task<string> IntendAsync(SqliteRunJournal journal, PlannedTarget target)
    {
        var run = await RunsWorld.CreateRunAsync(journal, target);
        await using var work = await journal.ClaimAsync(run.Id);
        await work.IntendAsync((await work.TakeAsync(1))[0]);
        return run.Id;
    }
}
