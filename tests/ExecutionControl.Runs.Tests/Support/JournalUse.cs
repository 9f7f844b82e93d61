namespace ExecutionControl.Runs.Tests.Support;

/// <summary>
/// A journal with three runs, and all that can be done with it: one run that was left in the middle, one that is finished, and a single command. Of a
/// journal that somebody has damaged nothing may come but a <see cref="RunJournalException"/>.
/// </summary>
internal sealed class JournalUse(IRunJournal journal, string left)
{
    /// <summary>What may be sent of the run that was left in the middle.</summary>
    private static readonly HashSet<string> LeftToSend = ["automation-executions.terminate 4 ", "automation-executions.terminate 5 "];

    /// <summary>What was sent of it.</summary>
    public List<string> Sent { get; } = [];

    public string Unexpected { get; private set; } = string.Empty;

    /// <summary>Fills a journal.</summary>
    /// <returns>The run that was left in the middle, and the one that is finished.</returns>
    public static async Task<(string Left, string Finished)> FillAsync(IRunJournal journal)
    {
        var left = await journal.CreateAsync(
            new RunDescription
            {
                Plan = RunsWorld.Header("because"),
                Pacing = new RunPacing { Concurrency = 2, Rate = new RunRate(1000, TimeSpan.FromSeconds(1)), Canary = 1 },
            },
            new[]
            {
                RunsWorld.Terminate(1) with { State = "WAITING" },
                RunsWorld.Resume(2),
                RunsWorld.Terminate(3) with { SkipReason = "it is busy" },
                RunsWorld.Terminate(4),
                RunsWorld.Terminate(5),
            }.ToAsyncEnumerable());
        await using (var work = await journal.ClaimAsync(left.Id))
        {
            var targets = await work.TakeAsync(5);
            await work.SettleAsync(await work.IntendAsync(targets[0]), new TargetResult { Outcome = TargetOutcome.Applied, State = "TERMINATED" });
            await work.NoteCanaryPassedAsync();
            await work.IntendAsync(targets[1]);
            await work.SettleAsync(targets[2], TargetResult.NotSent("Not sent: it is busy."));
            await work.ReleaseAsync([.. targets.Skip(3)]);
        }

        var finished = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(6));
        await using (var work = await journal.ClaimAsync(finished.Id))
        {
            await work.SettleAsync(await work.IntendAsync((await work.TakeAsync(1))[0]), new TargetResult { Outcome = TargetOutcome.Applied });
        }

        await journal.BeginCommandAsync(
            new RunDescription { Plan = RunsWorld.Header() },
            [RunsWorld.Pause(1)],
            [new TargetNote(1, DateTimeOffset.UtcNow, new TargetResult { Outcome = TargetOutcome.Applied })]);
        return (left.Id, finished.Id);
    }

    /// <summary>Looks at everything, as <c>runs list</c>, <c>history</c> and the others do.</summary>
    /// <returns>What a verification found; null where nothing of it can be read.</returns>
    public async Task<JournalVerification?> LookAsync()
    {
        var verification = await TryAsync(() => journal.VerifyAsync());
        await TryAsync(() => journal.VerifyAsync(left));
        await TryAsync(async () => await journal.FindAsync(left));
        await TryAsync(async () => await journal.ListAsync(new RunFilter { WithCommands = true }).CountAsync());
        await TryAsync(async () => await journal.ListTargetsAsync(left).CountAsync());
        await TryAsync(async () => await journal.ListHistoryAsync(new HistoryFilter { WithRuns = true }).CountAsync());
        await TryAsync(async () => await RunUndo.PlanAsync(journal, left).CountAsync());
        await TryAsync(() => JournalExport.WriteAsync(journal, Stream.Null));
        await TryAsync(() => journal.IsHeldAsync(left));
        return verification;
    }

    /// <summary>Lists everything but what is damaged.</summary>
    /// <returns>The ids of the runs that are there, and of those that cannot be read.</returns>
    public async Task<(List<string> Runs, List<string> Damaged)> ListAsync()
    {
        var damaged = new List<string>();
        var runs = await journal.ListAsync(new RunFilter { WithCommands = true, Damaged = found => damaged.Add(found.RunId) }).Select(run => run.Id).ToListAsync();
        var rows = new List<string>();
        await foreach (var row in journal.ListHistoryAsync(new HistoryFilter { WithRuns = true, Damaged = found => damaged.Add(found.RunId) }))
        {
            rows.Add(row.RunId);
        }

        Assert.All(rows, row => Assert.Contains(row, runs));
        return (runs, damaged);
    }

    /// <summary>Goes on with the run that was left in the middle.</summary>
    /// <param name="verify">Whether it is verified before.</param>
    public async Task ResumeAsync(bool verify)
    {
        var actor = new ScriptedActor(null!)
        {
            Acting = (target, _) =>
            {
                Sent.Add($"{target.Planned.Operation.Id} {target.Planned.Id} {target.Planned.Input}");
                return Task.FromResult(new TargetResult { Outcome = TargetOutcome.Applied });
            },
            Observing = (_, _) => Task.FromResult<string?>(null),
        };
        var options = new ControlRunnerOptions { Claim = new RunClaimOptions { Verify = verify }, SettleTime = TimeSpan.Zero, Rate = RunRate.Unlimited, Canary = 0 };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await TryAsync(async () => await new ControlRunner(journal, actor, options).RunAsync(left, patience.Token).CountAsync());
    }

    /// <summary>Whether nothing was sent that is not left to be sent.</summary>
    public bool HasSentNothingElse => Sent.TrueForAll(LeftToSend.Contains) && Sent.Distinct().Count() == Sent.Count;

    /// <summary>Writes a single command down.</summary>
    /// <returns>Why it could not be; null where it was.</returns>
    public async Task<string?> RecordAsync()
    {
        var recorder = new CommandRecorder(() => Task.FromResult(journal), new RunDescription { Plan = RunsWorld.Header() }, [RunsWorld.Pause(9)]);
        await recorder.NoteBeginning(0, DateTimeOffset.UtcNow);
        recorder.NoteEnd(0, new TargetResult { Outcome = TargetOutcome.Applied });
        return await recorder.CompleteAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Makes another run, and carries it out.</summary>
    /// <returns>How many targets were done.</returns>
    public async Task<int> RunAnotherAsync()
    {
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(8));
        var actor = new ScriptedActor(null!) { Acting = (_, _) => Task.FromResult(new TargetResult { Outcome = TargetOutcome.Applied }) };
        return await new ControlRunner(journal, actor).RunAsync(run.Id).CountAsync();
    }

    public async Task<T?> TryAsync<T>(Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (RunJournalException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Unexpected += $" {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n')[0]}";
        }

        return default;
    }
}
