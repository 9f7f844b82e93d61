using ExecutionControl.Client;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Postgres;

/// <summary>A worker that sends no more, or slowly, keeps nothing from the others, although a call of its own is still under way.</summary>
/// <param name="server">The server.</param>
[Collection(PostgresCollection.Name)]
public sealed class PostgresGivingBackTests(PostgresServer server)
{
    private const int Targets = 60;

    /// <summary>Long enough for any machine, and far below the leases of ten minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TargetResult Applied = new() { Outcome = TargetOutcome.Applied, SafeToRepeat = true, Attempts = 1 };

    private static readonly TargetResult Rejected =
        new() { Outcome = TargetOutcome.Refused, Reason = RefusalReason.Authentication, SafeToRepeat = true, Attempts = 1, StatusCode = 401 };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Work_StoppedInACall_GivesTheRestBackAtOnce(bool isInterrupted, bool isSafe)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(await server.CreateDatabaseAsync());
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, Targets).Select(number => isSafe ? RunsWorld.Pause(number) : RunsWorld.Resume(number)));
        var answer = new TaskCompletionSource();
        var isCalled = new TaskCompletionSource();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (target, _) =>
            {
                if (target.Ordinal > 1)
                {
                    await isCalled.Task;
                    return isInterrupted ? Applied : Rejected with { Reason = default, StatusCode = 422 };
                }

                isCalled.SetResult();
                await answer.Task;
                return Applied;
            },
        };
        using var stop = new CancellationTokenSource();
        var claim = new RunClaimOptions { Lease = TimeSpan.FromMinutes(10) };
        var runner = new ControlRunner(
            journal, actor, new ControlRunnerOptions { Concurrency = isInterrupted ? 1 : 2, StopAfterFailures = 1, Claim = claim });
        var running = runner.RunAsync(run.Id, stop.Token).ToListAsync(CancellationToken.None).AsTask();
        await isCalled.Task.WaitAsync(Patience);
        await (isInterrupted ? stop.CancelAsync() : Task.CompletedTask);

        await using var other = await journal.ClaimAsync(run.Id);
        var taken = await TakeAllAsync(other, Targets - (isInterrupted ? 1 : 2));

        Assert.False(running.IsCompleted);
        Assert.All(taken, target => Assert.Equal(RunTargetStatus.Pending, target.Status));
        answer.SetResult();
        await running.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
        Assert.Equal(1, (await journal.FindAsync(run.Id))!.Counts.Applied);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    /// <summary>Its credential for one of two services is rejected: the others do those, while it goes on with the rest.</summary>
    [Fact]
    public async Task Work_OneAccountGivenUp_LeavesItsTargetsToTheOthers()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(await server.CreateDatabaseAsync());
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, Targets).SelectMany(number => new[] { RunsWorld.Terminate(number), RunsWorld.Pause(number) }));
        var answer = new TaskCompletionSource();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (target, _) =>
            {
                if (target.Planned.Operation.Service == ControlService.ConductorOne)
                {
                    return Rejected;
                }

                await (target.Ordinal > Targets ? answer.Task : Task.CompletedTask);
                return Applied;
            },
        };
        var broken = new ControlRunner(journal, actor, new ControlRunnerOptions { Concurrency = 1, Claim = new() { Lease = TimeSpan.FromMinutes(10) } });
        var running = broken.RunAsync(run.Id).ToListAsync().AsTask();

        await using var other = await journal.ClaimAsync(run.Id);
        await TakeAllAsync(other, Targets - 3, target => target.Planned.Operation.Service == ControlService.ConductorOne);

        Assert.False(running.IsCompleted);
        await other.DisposeAsync();
        answer.SetResult();
        await running.WaitAsync(Patience);
        Assert.Equal(RunStopKind.SharedCause, broken.Stop?.Kind);
        Assert.Equal(new RunCounts { Total = 2 * Targets, Applied = Targets, Refused = 3 }, (await journal.FindAsync(run.Id))!.Counts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Work_RateFarTooLowForWhatThereIs_HoldsNoMoreThanItCanSend(int concurrency)
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(await server.CreateDatabaseAsync());
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, Targets).Select(RunsWorld.Pause));
        var isCalled = new TaskCompletionSource();
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = (_, _) =>
            {
                isCalled.TrySetResult();
                return Task.FromResult(Applied);
            },
        };
        using var stop = new CancellationTokenSource();
        var runner = new ControlRunner(
            journal, actor, new ControlRunnerOptions { Concurrency = concurrency, Rate = new RunRate(1, TimeSpan.FromMinutes(1)) });
        var running = runner.RunAsync(run.Id, stop.Token).ToListAsync(CancellationToken.None).AsTask();
        await isCalled.Task.WaitAsync(Patience);

        // One that waits for its turn, one at hand, and one that is being fetched.
        await using var other = await journal.ClaimAsync(run.Id);
        await TakeAllAsync(other, Targets - 1 - 3);

        await stop.CancelAsync();
        await running.ContinueWith(static _ => { }, TaskScheduler.Default).WaitAsync(Patience);
    }

    /// <summary>Takes until there are so many, as a worker does that looks again and again.</summary>
    private static async Task<List<RunTarget>> TakeAllAsync(IRunWork work, int least, Func<RunTarget, bool>? counts = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var taken = new List<RunTarget>();
        while (taken.Count(target => counts?.Invoke(target) ?? true) < least)
        {
            patience.Token.ThrowIfCancellationRequested();
            taken.AddRange(await work.TakeAsync(500, counts is null ? null : [new RunAccount { Service = ControlService.Kubiya, Name = RunsWorld.Account }]));
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }

        return taken;
    }
}
