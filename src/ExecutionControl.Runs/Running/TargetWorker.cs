using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Brings one target to its end: what it was left in by a process before, the look, the turn, the intent, the call.</summary>
/// <param name="work">The hold on the run.</param>
/// <param name="actor">Acts on targets.</param>
/// <param name="options">How.</param>
/// <param name="pace">Gives turns.</param>
/// <param name="calls">Lets so many calls be under way at once.</param>
/// <param name="mayCall">Whether a target that is ready is still to be called.</param>
/// <param name="note">Is told what a call came to, before the next one takes its place and asks whether it may be made.</param>
internal sealed class TargetWorker(
    IRunWork work,
    ITargetActor actor,
    ControlRunnerOptions options,
    RunPace pace,
    SemaphoreSlim calls,
    Func<PlannedTarget, bool> mayCall,
    Action<PlannedTarget, TargetResult> note)
{
    private const int TooManyRequests = 429;

    /// <summary>A service that goes on turning calls away, however slowly they come, takes none.</summary>
    private const int MostRejections = 20;

    private readonly TargetLook _look = new(actor, options.TimeProvider);

    /// <summary>Works on a target.</summary>
    /// <returns>What it came to.</returns>
    /// <exception cref="OperationCanceledException">The pass was cancelled before anything was sent for it.</exception>
    /// <exception cref="RunJournalException">The intent could not be written; nothing was sent for it.</exception>
    public async Task<TargetEnd> WorkAsync(RunTarget target, CancellationToken cancellationToken)
    {
        if (target.Planned.SkipReason is { } reason && target.Status == RunTargetStatus.Pending)
        {
            return new TargetEnd(TargetEndKind.Settled, target, TargetResult.NotSent($"Not sent: {reason}."));
        }

        if (target.Status == RunTargetStatus.Intended && await SettleIntentAsync(target, cancellationToken).ConfigureAwait(false) is { } settled)
        {
            return new TargetEnd(TargetEndKind.Settled, target, settled);
        }

        if (options.SkipChanged && await FindChangeAsync(target, cancellationToken).ConfigureAwait(false) is { } changed)
        {
            return new TargetEnd(TargetEndKind.Settled, target, changed);
        }

        // What must not be repeated waits for its place before it is intended: a process that ends in between would leave it unknown.
        return target.Planned.DecidedOperation.IsSafeToRepeat
            ? await SendAsync(target, isPlaceHeld: false, cancellationToken).ConfigureAwait(false)
            : await InPlaceAsync(() => SendAsync(target, isPlaceHeld: true, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<TargetEnd> SendAsync(RunTarget target, bool isPlaceHeld, CancellationToken cancellationToken)
    {
        for (var rejections = 0; ; rejections++)
        {
            var turn = await pace.WaitAsync(KeyOf(target.Planned), cancellationToken).ConfigureAwait(false);
            target = await work.IntendAsync(target, cancellationToken).ConfigureAwait(false);

            var (intended, isLast) = (target, rejections == MostRejections);
            var result = isPlaceHeld
                ? await CallAndNoteAsync(intended, isLast, cancellationToken).ConfigureAwait(false)
                : await InPlaceAsync(() => CallAndNoteAsync(intended, isLast, cancellationToken), CancellationToken.None).ConfigureAwait(false);
            if (result is null)
            {
                return new TargetEnd(TargetEndKind.Withdrawn, target, null);
            }

            if (IsRejected(result) && !isLast)
            {
                await pace.RejectAsync(turn, result.RetryAfter, cancellationToken).ConfigureAwait(false);

                // It is certain that nothing was done: an intent that stood meanwhile would look as if something might have been.
                target = await work.WithdrawAsync(target).ConfigureAwait(false);
                continue;
            }

            pace.Accept(turn);
            return result switch
            {
                { IsCanceled: true, Outcome: TargetOutcome.NotApplied } => new TargetEnd(TargetEndKind.Withdrawn, target, result),
                { IsCanceled: true, Outcome: TargetOutcome.Unknown } => new TargetEnd(TargetEndKind.Open, target, result),
                _ => new TargetEnd(TargetEndKind.Settled, target, result, IsNoted: true),
            };
        }
    }

    private static bool IsRejected(TargetResult result) =>
        result is { Outcome: TargetOutcome.NotApplied, StatusCode: TooManyRequests, IsCanceled: false };

    private async Task<TargetResult?> CallAndNoteAsync(RunTarget target, bool isLast, CancellationToken cancellationToken)
    {
        var result = await CallAsync(target, cancellationToken).ConfigureAwait(false);
        if (result is not null and not { IsCanceled: true, Outcome: TargetOutcome.NotApplied or TargetOutcome.Unknown } && (isLast || !IsRejected(result)))
        {
            note(target.Planned, result);
        }

        return result;
    }

    /// <summary>Does something while no more than so many others do.</summary>
    private async Task<T> InPlaceAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await calls.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            calls.Release();
        }
    }

    /// <summary>Nothing was sent. Where somebody else has the target by now, it is theirs to look at it.</summary>
    private async Task TakeBackAsync(RunTarget target)
    {
        try
        {
            await work.WithdrawAsync(target).ConfigureAwait(false);
        }
        catch (RunJournalException)
        {
            // The intent stands, and whoever takes the target over looks at it.
        }
    }

    private static string KeyOf(PlannedTarget target) => $"{target.Operation.Service}/{target.Account}";

    /// <summary>Looks at what a process before has left between its intent and its outcome.</summary>
    /// <returns>Its outcome; null where it is to be sent again, which is safe.</returns>
    private async Task<TargetResult?> SettleIntentAsync(RunTarget target, CancellationToken cancellationToken)
    {
        var operation = target.Planned.DecidedOperation;
        var goal = operation.Goal;
        string? state = null;
        if (goal is { Proving.Count: > 0 })
        {
            (var seen, state) = await _look.UntilAsync(
                target.Planned,
                state => goal.IsProvenBy(state) ? WaitOutcome.Verified : WaitOutcome.StillInFlight,
                operation.IsSafeToRepeat ? options.SettleTime : TimeSpan.Zero,
                cancellationToken).ConfigureAwait(false);
            if (seen == WaitOutcome.Verified)
            {
                return new TargetResult
                {
                    Outcome = TargetOutcome.Applied,
                    SafeToRepeat = operation.IsSafeToRepeat,
                    State = state,
                    IsSettledByLook = true,
                    Message = $"A process ended before the answer came; a look has shown the target {state}.",
                };
            }
        }
        else if (!operation.IsSafeToRepeat)
        {
            (_, state) = await _look.UntilAsync(target.Planned, static _ => WaitOutcome.StillInFlight, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }

        return operation.IsSafeToRepeat
            ? null
            : new TargetResult
            {
                Outcome = TargetOutcome.Unknown,
                SafeToRepeat = false,
                State = state,
                IsSettledByLook = true,
                Message = "A process ended between the intent and the answer, so that it may have been applied; it was not sent again. "
                    + operation.AdviceWhenUnsafe,
            };
    }

    private async Task<TargetResult?> FindChangeAsync(RunTarget target, CancellationToken cancellationToken)
    {
        var found = await PlanComparison.CompareAsync(target.Planned, actor, cancellationToken).ConfigureAwait(false);
        return found switch
        {
            { Change: { } change } => TargetResult.NotSent($"Not sent: {change}.") with { State = found.State },
            { Failure: { } failure } => TargetResult.From(failure) with
            {
                Outcome = failure.Outcome == ControlOutcome.Refused ? TargetOutcome.Refused : TargetOutcome.NotApplied,
                SafeToRepeat = true,
            },
            _ => null,
        };
    }

    /// <summary>Makes the call; whatever ends it becomes a result.</summary>
    /// <returns>What it came to; null where it was cancelled before.</returns>
    private async Task<TargetResult?> CallAsync(RunTarget target, CancellationToken cancellationToken)
    {
        // The last moment: a process that was frozen since may have lost its hold, and nobody may be told to go on any more.
        if (!work.MaySend)
        {
            await TakeBackAsync(target).ConfigureAwait(false);
            throw new RunLostException("The hold on the run is lost: another worker may have taken its targets over. Nothing more was sent.");
        }

        if (cancellationToken.IsCancellationRequested || !mayCall(target.Planned))
        {
            return null;
        }

        var isSafe = target.Planned.DecidedOperation.IsSafeToRepeat;
        var isBegun = false;
        try
        {
            var pending = actor.ActAsync(target, cancellationToken);

            // Only a refusal that is there at once is certain to have come before anything was sent.
            isBegun = !pending.IsFaulted;
            return await pending.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            return TargetResult.From(failure);
        }
        catch (Exception exception) when (!isBegun && exception is ArgumentException or PlanFormatException or NotSupportedException)
        {
            return TargetResult.NotSent($"Not sent: {exception.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new TargetResult { Outcome = TargetOutcome.Unknown, SafeToRepeat = isSafe, IsCanceled = true, Message = "The call was cancelled." };
        }
#pragma warning disable CA1031 // One target's failure, whatever it is, must not keep the others from being acted on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new TargetResult
            {
                Outcome = TargetOutcome.Unknown,
                SafeToRepeat = isSafe,
                Attempts = 1,
                Message = $"The call failed by a fault of the program ({exception.GetType().Name}: {exception.Message}), so that it may have been applied.",
            };
        }
    }
}

/// <summary>How the work on a target ended.</summary>
/// <param name="Kind">Whether it came to an outcome.</param>
/// <param name="Target">The target, as it was intended.</param>
/// <param name="Result">What it came to; null where nothing was sent.</param>
/// <param name="IsNoted">Whether it was noted already, as of a call.</param>
internal sealed record TargetEnd(TargetEndKind Kind, RunTarget Target, TargetResult? Result, bool IsNoted = false);

/// <summary>How the work on a target ended.</summary>
internal enum TargetEndKind
{
    /// <summary>It came to an outcome.</summary>
    Settled,

    /// <summary>It was cancelled, and nothing can have been processed: as if it had not been begun.</summary>
    Withdrawn,

    /// <summary>It was cancelled, and nobody knows: the intent stands, and is looked at when the run is resumed.</summary>
    Open,
}
