using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// Acts on targets, and looks at some once more right before: between the look that somebody was asked about and the call there may be minutes. What is not
/// as it was seen, or cannot be looked at, is left as it is.
/// </summary>
/// <param name="actor">Acts on targets.</param>
/// <param name="isMeant">Which are looked at.</param>
/// <param name="wasNotSeen">Which were not seen before: a look has to succeed, whatever it shows; null where there are none.</param>
internal sealed class FreshLook(ITargetActor actor, Func<RunTarget, bool> isMeant, Func<RunTarget, bool>? wasNotSeen = null) : ITargetActor
{
    /// <inheritdoc/>
    public Task<TargetResult> ActAsync(RunTarget target, CancellationToken cancellationToken) =>
        isMeant(target) ? LookAndActAsync(target, cancellationToken) : actor.ActAsync(target, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ObserveAsync(PlannedTarget target, CancellationToken cancellationToken) => actor.ObserveAsync(target, cancellationToken);

    private async Task<TargetResult> LookAndActAsync(RunTarget target, CancellationToken cancellationToken)
    {
        TargetComparison found;
        try
        {
            var planned = wasNotSeen?.Invoke(target) is true ? target.Planned with { NotSeen = "the look before failed" } : target.Planned;
            found = await PlanComparison.CompareAsync(planned, actor, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing but a look was sent: as if it had not been begun.
            return new TargetResult { Outcome = TargetOutcome.NotApplied, IsCanceled = true, Message = "The look before the call was cancelled." };
        }

        if (found.Change is { } change)
        {
            return TargetResult.NotSent($"Not sent: {change}.") with { State = found.State };
        }

        if (found.Failure is { } failure)
        {
            return TargetResult.From(failure) with
            {
                Outcome = failure.Outcome == ControlOutcome.Refused ? TargetOutcome.Refused : TargetOutcome.NotApplied,
                SafeToRepeat = true,
                Message = $"Not sent, as it cannot be looked at: {failure.Message}",
            };
        }

        var isBegun = false;
        try
        {
            var pending = actor.ActAsync(target, cancellationToken);

            // Only a refusal that is there at once is certain to have come before anything was sent.
            isBegun = !pending.IsFaulted;
            return await pending;
        }
        catch (Exception exception) when (!isBegun && exception is ArgumentException or PlanFormatException or NotSupportedException)
        {
            return TargetResult.NotSent($"Not sent: {exception.Message}");
        }
    }
}
