using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Running;

/// <summary>Processes that end at any moment, without a word.</summary>
public sealed class KilledProcessTests
{
    /// <summary>Ten moments of kill -9 over 2 000 targets that are safe to repeat; with EXECUTIONCONTROL_TEST_SCALE=10 a hundred over 20 000.</summary>
    [Fact]
    public async Task Run_KilledAtRandomMoments_TerminatesEveryTargetOnce()
    {
        var targets = TestScale.Of(2000);
        var kills = TestScale.Of(10);
        await using var world = await RunsWorld.StartAsync(running: targets);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));
        var random = new Random(20_261_126);
        var handled = new Dictionary<long, string>();
        for (var kill = 0; kill < kills; kill++)
        {
            await using var killed = WorkerProcess.Start(world, run.Id);
            await killed.PrintedAsync(random.Next(1, targets / kills));
            killed.Kill();

            // Whatever it was in the middle of: who goes on with it has it verified first.
            Assert.Empty((await journal.VerifyAsync()).Findings);
            NoteHandled();
        }

        await using var last = WorkerProcess.Start(world, run.Id);
        await last.EndedAsync();

        Assert.Equal("done", last.Lines[^1]);
        NoteHandled();
        Assert.Equal(targets, handled.Count);
        Assert.Equal(targets, handled.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(new RunCounts { Total = targets, Applied = targets }, (await journal.FindAsync(run.Id))!.Counts);
        await foreach (var target in journal.ListTargetsAsync(run.Id))
        {
            Assert.Equal(TargetOutcome.Applied, target.Result!.Outcome);
            Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", StateName(world, target.Planned.Id));
        }

        Assert.Empty((await journal.VerifyAsync()).Findings);

        // As it goes on: the server's journal keeps its last 100,000 entries, and after every kill a thousand targets are looked at.
        void NoteHandled()
        {
            foreach (var entry in world.Server.Journal.Entries.Where(
                entry => entry.Operation == OperationNames.TerminateAutomationExecution && entry.WasHandled))
            {
                handled[entry.Sequence] = entry.Target!;
            }
        }
    }

    /// <summary>
    /// What must never be sent twice, while answers are lost after the work and processes are killed: 5 kills over 500 targets; with
    /// EXECUTIONCONTROL_TEST_SCALE=4 twenty over 2 000.
    /// </summary>
    [Fact]
    public async Task Run_AnswersLostAndKilledAtRandomMoments_GivesNoPromptTwice()
    {
        var targets = TestScale.Of(500);
        var kills = TestScale.Of(5);
        await using var world = await RunsWorld.StartAsync(agentRuns: targets);
        world.Server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.ResumeAgentRun,
            Percent = 5,
            Moment = FaultMoment.AfterWork,
            Connection = FaultConnection.Reset,
        });
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Resume(id)));
        var random = new Random(20_261_127);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var killed = WorkerProcess.Start(world, run.Id);
            await killed.PrintedAsync(random.Next(1, targets / kills));
            killed.Kill();

            // Whatever it was in the middle of: who goes on with it has it verified first.
            Assert.Empty((await journal.VerifyAsync()).Findings);
        }

        await using var last = WorkerProcess.Start(world, run.Id);
        await last.EndedAsync();

        Assert.Equal("done", last.Lines[^1]);
        Assert.All(world.HandledByTarget(OperationNames.ResumeAgentRun), target => Assert.Equal(1, target.Value));
        var counts = (await journal.FindAsync(run.Id))!.Counts;
        Assert.Equal(0, counts.Left);
        Assert.Equal(targets, counts.Applied + counts.Unknown);
        await foreach (var target in journal.ListTargetsAsync(run.Id))
        {
            var prompts = world.Server.State.AgentRun(long.Parse(target.Planned.Id, System.Globalization.CultureInfo.InvariantCulture)).PromptCount;
            Assert.InRange(prompts, 1, 2);
            Assert.True(target.Result!.Outcome == TargetOutcome.Unknown || prompts == 2, $"{target.Planned} is said to be applied, and is not.");
            Assert.False(target.Result.SafeToRepeat);
        }

        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    private static string StateName(RunsWorld world, string id) =>
        world.Server.State.Execution(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)).State;
}
