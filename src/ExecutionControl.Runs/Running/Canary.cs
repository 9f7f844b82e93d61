namespace ExecutionControl.Runs;

/// <summary>
/// Does the first targets of a run before all others, looks whether they are as was wanted, and asks whether to go on. Those that the run keeps are
/// done once, over all its passes and workers.
/// </summary>
/// <param name="work">The hold on the run.</param>
/// <param name="looks">Looks at targets.</param>
/// <param name="options">How many, where that was said now, and whom to ask.</param>
/// <param name="end">What ends the pass.</param>
/// <param name="findFirst">Finds so many targets of passes before that say how such targets fare.</param>
/// <param name="workAsync">Does so many more, and adds them to those that are done.</param>
internal sealed class Canary(
    IRunWork work,
    ITargetActor looks,
    ControlRunnerOptions options,
    PassEnd end,
    Func<int, CancellationToken, Task<List<RunTarget>>> findFirst,
    Func<int, List<RunTarget>, CancellationToken, Task> workAsync)
{
    /// <summary>How often it is asked whether another worker is through with them.</summary>
    private static readonly TimeSpan SharedPause = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan _timeout = options.CanaryTimeoutOf(work.Run.Pacing);

    /// <summary>Whether a target says how such targets fare: not where nothing was to be changed about it, or nothing was sent.</summary>
    public static bool IsTelling(RunTarget target) => target.Result is { Outcome: not (TargetOutcome.NotSent or TargetOutcome.AlreadySo) };

    /// <summary>Does them, where that was said now, or is kept with the run and not done yet.</summary>
    /// <returns>Whether it is to go on.</returns>
    public async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        if (options.Canary is { } own)
        {
            return own == 0 || await PassAsync(own, [], cancellationToken).ConfigureAwait(false);
        }

        var kept = work.Run.Pacing.Canary;
        if (kept == 0 || !await IsOwnTurnAsync(cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        // Those that somebody has done before, and did not come to ask about.
        var before = work.SharedPace is null && work.Run.Counts.Tried == 0 ? [] : await findFirst(kept, cancellationToken).ConfigureAwait(false);
        var goesOn = await PassAsync(kept, before, cancellationToken).ConfigureAwait(false);
        if (goesOn)
        {
            await work.NoteCanaryPassedAsync(cancellationToken).ConfigureAwait(false);
        }

        return goesOn;
    }

    /// <summary>Waits until nobody else is at them.</summary>
    /// <returns>Whether they are this worker's to do; not where they have passed.</returns>
    private async Task<bool> IsOwnTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = await work.FindCanaryTurnAsync(cancellationToken).ConfigureAwait(false);
            if (turn != CanaryTurn.Others)
            {
                return turn == CanaryTurn.Own;
            }

            await Task.Delay(SharedPause, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> PassAsync(int count, List<RunTarget> done, CancellationToken cancellationToken)
    {
        if (done.Count < count)
        {
            await workAsync(count - done.Count, done, cancellationToken).ConfigureAwait(false);
        }

        if (end.IsEnding || done.Count == 0)
        {
            return !end.IsEnding;
        }

        if (await FindObjectionAsync(done, cancellationToken).ConfigureAwait(false) is { } objection)
        {
            end.StopAfterCanary(objection);
            return false;
        }

        return true;
    }

    /// <summary>Waits for the effect on the targets, and asks.</summary>
    /// <returns>Why not to go on; null to go on.</returns>
    private async Task<string?> FindObjectionAsync(IReadOnlyList<RunTarget> done, CancellationToken cancellationToken)
    {
        var waited = await Task.WhenAll(done.Select(target => WaitForEffectAsync(target, cancellationToken))).ConfigureAwait(false);
        var report = new CanaryReport(waited);
        return options.ConfirmCanary is { } confirm
            ? await confirm(report, cancellationToken).ConfigureAwait(false) ? null : "the first targets were looked at, and it was not to go on"
            : report.IsGood ? null : "not all of the first targets came to what was wanted";
    }

    /// <summary>Looks at a target until its effect shows or time is up.</summary>
    private async Task<RunTarget> WaitForEffectAsync(RunTarget target, CancellationToken cancellationToken)
    {
        var operation = target.Planned.DecidedOperation;
        if (target.Result is not { Outcome: TargetOutcome.Applied, Warning: null } result
            || operation.Goal is not { Verifying.Count: > 0 })
        {
            return target;
        }

        var (wait, state) = await new TargetLook(looks, options.TimeProvider).UntilAsync(
            target.Planned, seen => operation.Goal.Judge(seen), _timeout, cancellationToken).ConfigureAwait(false);
        return target with { Result = result with { Wait = wait, State = state ?? result.State } };
    }
}
