using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Undoing;

public sealed class RunUndoTests
{
    [Fact]
    public async Task Plan_WhatTheRunChanged_IsReversedAndNothingElse()
    {
        await using var world = await RunsWorld.StartAsync(running: 1, agentRuns: 1, executions: 5, automations: 2);
        await world.Kubiya.PauseExecutionAsync(RunsWorld.ExecutionId(2));
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal,
            RunsWorld.Pause(1),
            RunsWorld.Pause(2) with { State = null },
            RunsWorld.Pause(99),
            RunsWorld.Pause(3),
            RunsWorld.Disable("aut_1"),
            RunsWorld.Disable("aut_2", state: null),
            RunsWorld.Terminate(1),
            RunsWorld.Resume(1));
        await world.RunAsync(journal, run.Id);
        await world.Kubiya.ResumeExecutionAsync(RunsWorld.ExecutionId(3));

        var steps = await RunUndo.PlanAsync(journal, run.Id).ToListAsync();
        var plan = RunUndo.HeaderOf((await journal.FindAsync(run.Id))!, "it was too much", DateTimeOffset.UtcNow);
        var undo = await journal.CreateAsync(
            new RunDescription { Plan = plan }, steps.Where(step => step.Target is not null).Select(step => step.Target!).ToAsyncEnumerable());
        var undone = (await world.RunAsync(journal, undo.Id, new ControlRunnerOptions { SkipChanged = true }))
            .ToDictionary(target => (target.Planned.Operation.Id, target.Planned.Id), target => target.Result!.Outcome);

        Assert.Equal(run.Id, undo.Plan.Undoes);
        Assert.Equal(
            new Dictionary<(string, string), TargetOutcome>
            {
                [("executions.resume", RunsWorld.ExecutionId(1))] = TargetOutcome.Applied,
                [("executions.resume", RunsWorld.ExecutionId(3))] = TargetOutcome.NotSent,
                [("automations.enable", "aut_1")] = TargetOutcome.Applied,
            },
            undone);
        Assert.Equal(
            ["aut_2", "1", "1"],
            steps.Where(step => step.Obstacle is not null).Select(step => step.Source.Planned.Id));
        Assert.Equal("paused", world.Server.State.KubiyaExecution(RunsWorld.ExecutionId(2)).Status);
        Assert.True(world.Server.State.Automation("aut_1").IsEnabled);
        Assert.False(world.Server.State.Automation("aut_2").IsEnabled);
    }

    [Fact]
    public async Task Plan_OutcomeUnknown_IsLeftToAPerson()
    {
        await using var world = await RunsWorld.StartAsync(executions: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Pause(1), RunsWorld.Pause(2));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            await work.IntendAsync((await work.TakeAsync(1))[0]);
        }

        var step = Assert.Single(await RunUndo.PlanAsync(journal, run.Id).ToListAsync());

        Assert.Null(step.Target);
        Assert.Contains("not known", step.Obstacle, StringComparison.Ordinal);
    }

    /// <summary>Everything that can be stopped reversibly is stopped, with the process killed in the middle, and let go on again.</summary>
    [Fact]
    public async Task Run_MixedWorldStoppedAndUndone_IsAsItWas()
    {
        var (automations, executions) = (TestScale.Of(20), TestScale.Of(300));
        await using var world = await RunsWorld.StartAsync(executions: executions, automations: automations);
        for (var number = 5; number <= executions; number += 5)
        {
            var id = RunsWorld.ExecutionId(number);
            await (number % 2 == 0 ? world.Kubiya.PauseExecutionAsync(id) : world.Kubiya.CancelExecutionAsync(id));
        }

        var before = State(world, automations, executions);
        await using var journal = await world.OpenJournalAsync();
        var targets = new List<PlannedTarget>();
        await foreach (var automation in world.ConductorOne.ListAutomationsAsync())
        {
            if (automation.IsEnabled)
            {
                targets.Add(RunsWorld.Disable(automation.Id));
            }
        }

        await foreach (var execution in world.Kubiya.ListExecutionsAsync())
        {
            if (execution.State.Value == "running")
            {
                targets.Add(RunsWorld.Pause(1) with { Id = execution.Id });
            }
        }

        var freeze = await RunsWorld.CreateRunAsync(journal, targets);
        await using (var killed = WorkerProcess.Start(world, freeze.Id))
        {
            await killed.PrintedAsync(targets.Count / 2);
            killed.Kill();
        }

        await world.RunAsync(journal, freeze.Id, new ControlRunnerOptions { SettleTime = TimeSpan.FromMilliseconds(300) });
        var frozen = State(world, automations, executions);
        var steps = await RunUndo.PlanAsync(journal, freeze.Id).ToListAsync();
        var thaw = await RunsWorld.CreateRunAsync(journal, steps.Select(step => step.Target!));
        await world.RunAsync(journal, thaw.Id, new ControlRunnerOptions { SkipChanged = true });

        Assert.DoesNotContain("running", frozen);
        Assert.DoesNotContain("enabled", frozen);
        Assert.Equal(before, State(world, automations, executions));
    }

    private static List<string> State(RunsWorld world, int automations, int executions) =>
    [
        .. Enumerable.Range(1, automations).Select(number => world.Server.State.Automation($"aut_{number}").IsEnabled ? "enabled" : "disabled"),
        .. Enumerable.Range(1, executions).Select(number => world.Server.State.KubiyaExecution(RunsWorld.ExecutionId(number)).Status),
    ];
}
