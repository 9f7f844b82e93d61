namespace ExecutionControl.Runs;

/// <summary>Looks whether the first targets are as was wanted, and whether it is to go on.</summary>
/// <param name="looks">Looks at them.</param>
/// <param name="options">Whom to ask.</param>
/// <param name="timeout">How long their effect is waited for.</param>
internal sealed class CanaryCheck(ITargetActor looks, ControlRunnerOptions options, TimeSpan timeout)
{
    /// <summary>Whether a target says how such targets fare: not where nothing was to be changed about it, or nothing was sent.</summary>
    public static bool IsTelling(RunTarget target) => target.Result is { Outcome: not (TargetOutcome.NotSent or TargetOutcome.AlreadySo) };

    /// <summary>Waits for the effect on the targets, and asks.</summary>
    /// <returns>Why not to go on; null to go on.</returns>
    public async Task<string?> FindObjectionAsync(IReadOnlyList<RunTarget> done, CancellationToken cancellationToken)
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
            target.Planned, seen => operation.Goal.Judge(seen), timeout, cancellationToken).ConfigureAwait(false);
        return target with { Result = result with { Wait = wait, State = state ?? result.State } };
    }
}
