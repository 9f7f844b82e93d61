using System.Runtime.CompilerServices;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Brings one target to its end: what it was left in by a process before, the look, the turn, the intent, the call.</summary>
/// <param name="work">The hold on the run.</param>
/// <param name="actor">Acts on targets.</param>
/// <param name="looks">Looks at them, at the pace that their service takes.</param>
/// <param name="options">How.</param>
/// <param name="pace">Gives turns.</param>
/// <param name="calls">Lets so many calls be under way at once.</param>
/// <param name="mayCall">Whether a target that is ready is still to be called.</param>
/// <param name="note">Is told what a call came to, before the next one takes its place and asks whether it may be made.</param>
internal sealed class TargetWorker(
    IRunWork work,
    ITargetActor actor,
    PacedLooks looks,
    ControlRunnerOptions options,
    RunPace pace,
    SemaphoreSlim calls,
    Func<PlannedTarget, bool> mayCall,
    Func<PlannedTarget, TargetResult, bool> note)
{
    private readonly TargetLook _look = new(looks, options.TimeProvider);

    /// <summary>Works on a target.</summary>
    /// <param name="fed">The target.</param>
    /// <param name="waiting">Cancelled, too, when the pass ends early: ends looks and the wait for a turn.</param>
    /// <param name="cancellationToken">Cancels everything, the call under way included.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="OperationCanceledException">The pass was cancelled before anything was sent for it.</exception>
    /// <exception cref="RunJournalException">The intent could not be written; nothing was sent for it.</exception>
    public ValueTask<TargetEnd> WorkAsync(FedTarget fed, CancellationToken waiting, CancellationToken cancellationToken) => fed.IsIntended
        ? SendAsync(fed.Target, isIntended: true, 0, waiting, cancellationToken)
        : PrepareAsync(fed.Target, waiting, cancellationToken);

    private async ValueTask<TargetEnd> PrepareAsync(RunTarget target, CancellationToken waiting, CancellationToken cancellationToken)
    {
        if (target.Planned.SkipReason is { } reason && target.Status == RunTargetStatus.Pending)
        {
            return new TargetEnd(TargetEndKind.Settled, target, TargetResult.NotSent($"Not sent: {reason}."));
        }

        // One unclear try taints all that come after it.
        target = target with { MayHaveBeenApplied = target.WasUnknown || target.Status == RunTargetStatus.Intended };
        if (target.MayHaveBeenApplied && await SettleEarlierTryAsync(target, waiting).ConfigureAwait(false) is { } settled)
        {
            return new TargetEnd(TargetEndKind.Settled, target, settled);
        }

        if (options.SkipChanged && await FindChangeAsync(target, waiting).ConfigureAwait(false) is { } changed)
        {
            return new TargetEnd(TargetEndKind.Settled, target, Judge(target, changed));
        }

        return await SendAsync(target, isIntended: false, 0, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Mostly the intent is written and a place is free: then one method that waits is enough, as each costs something for every target.</summary>
    private ValueTask<TargetEnd> SendAsync(RunTarget target, bool isIntended, int rejections, CancellationToken waiting, CancellationToken cancellationToken)
    {
        var key = pace.KeyOf(target.Planned);
        return isIntended && calls.Wait(0, CancellationToken.None)
            ? SendInPlaceAsync(target, key, isIntended, rejections, waiting, cancellationToken)
            : WaitAndSendAsync(target, key, isIntended, rejections, waiting, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TargetEnd> WaitAndSendAsync(
        RunTarget target, string key, bool isIntended, int rejections, CancellationToken waiting, CancellationToken cancellationToken)
    {
        // What may be repeated is made ready while others are called. Not what must not, nor what may wait long for its turn: a process that
        // ends in between would leave it unknown.
        if (!isIntended && target.Planned.DecidedOperation.IsSafeToRepeat && !pace.IsLimited(key))
        {
            target = await work.IntendAsync(target, cancellationToken).ConfigureAwait(false);
            isIntended = true;
        }

        await calls.WaitAsync(isIntended ? CancellationToken.None : waiting).ConfigureAwait(false);
        return await SendInPlaceAsync(target, key, isIntended, rejections, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the call in a place that is taken, and gives the place back.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TargetEnd> SendInPlaceAsync(
        RunTarget target, string key, bool isIntended, int rejections, CancellationToken waiting, CancellationToken cancellationToken)
    {
        try
        {
            var turn = default(PaceTurn);
            if (!isIntended || !pace.TryTake(key, out turn))
            {
                if (await TakeTurnAsync(target, key, isIntended, waiting, cancellationToken).ConfigureAwait(false) is not { } ready)
                {
                    return new TargetEnd(TargetEndKind.Withdrawn, target, null);
                }

                (target, turn) = ready;
            }

            // The last moment: a process that was frozen since may have lost its hold, and nobody may be told to go on any more.
            if (!work.MaySend)
            {
                await LoseAsync(target).ConfigureAwait(false);
            }

            if (cancellationToken.IsCancellationRequested || !mayCall(target.Planned))
            {
                return new TargetEnd(TargetEndKind.Withdrawn, target, null);
            }

            TargetResult result;
            var isBegun = false;
            try
            {
                var pending = actor.ActAsync(target, cancellationToken);

                // Only a refusal that is there at once is certain to have come before anything was sent.
                isBegun = !pending.IsFaulted;
                result = await pending.ConfigureAwait(false);
            }
#pragma warning disable CA1031 // One target's failure, whatever it is, must not keep the others from being acted on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                result = ResultOf(exception, target, isBegun, cancellationToken);
            }

            if (!RunPace.IsWorthWaitingFor(result, rejections))
            {
                pace.Accept(turn);
                return EndOf(target, result);
            }

            // It is certain that nothing was done: an intent that stood meanwhile would look as if something might have been.
            target = await TakeBackAsync(target).ConfigureAwait(false);
            await pace.RejectAsync(turn, result.RetryAfter, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            calls.Release();
        }

        return await SendAsync(target, isIntended: false, rejections + 1, waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for the turn where the place is held: whoever had a turn and waited for a place would call when the gate has closed.</summary>
    /// <returns>The turn, and the target with its intent; null where the pass ended before one that was intended had its turn.</returns>
    private async ValueTask<(RunTarget Target, PaceTurn Turn)?> TakeTurnAsync(
        RunTarget target, string key, bool isIntended, CancellationToken waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            PaceTurn turn;
            try
            {
                if (!pace.TryTake(key, out turn))
                {
                    turn = await pace.WaitAsync(key, waiting).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (isIntended && waiting.IsCancellationRequested)
            {
                return null;
            }

            if (!isIntended)
            {
                target = await work.IntendAsync(target, cancellationToken).ConfigureAwait(false);
                isIntended = true;
            }

            if (pace.IsOpen(turn))
            {
                return (target, turn);
            }

            // The gate has closed while the intent was written, and may stay so for minutes.
            target = await TakeBackAsync(target).ConfigureAwait(false);
            isIntended = false;
        }
    }

    /// <summary>How the work on a target ended that was called.</summary>
    private TargetEnd EndOf(RunTarget target, TargetResult result)
    {
        var kind = result switch
        {
            { IsCanceled: true, Outcome: TargetOutcome.NotApplied } => TargetEndKind.Withdrawn,
            { IsCanceled: true, Outcome: TargetOutcome.Unknown } => TargetEndKind.Open,
            _ => TargetEndKind.Settled,
        };
        if (kind != TargetEndKind.Settled)
        {
            return new TargetEnd(kind, target, result);
        }

        // While the place is held: whether the next may be called can depend on it.
        var judged = Judge(target, result);
        return new TargetEnd(kind, target, judged, IsNoted: true, note(target.Planned, judged));
    }

    /// <summary>What a result means where an earlier try may have been applied: only a look that proves its effect says that it was not.</summary>
    private static TargetResult Judge(RunTarget target, TargetResult result) => (target.MayHaveBeenApplied, result.Outcome) switch
    {
        (true, TargetOutcome.AlreadySo) => result with
        {
            Outcome = TargetOutcome.Applied,
            Message = "It was so already when it was sent again: an earlier try, whose answer never came, is taken to have done it.",
        },
        (true, TargetOutcome.Refused or TargetOutcome.NotApplied or TargetOutcome.NotSent) => result with
        {
            Outcome = TargetOutcome.Unknown,
            SafeToRepeat = target.Planned.DecidedOperation.IsSafeToRepeat,
            Message = $"An earlier try, whose answer never came, may have been applied. The last one was not: {result.Message}",
        },
        _ => result,
    };

    /// <summary>Nothing was done. What may have been before stays intended.</summary>
    private async Task<RunTarget> TakeBackAsync(RunTarget target)
    {
        var withdrawn = await work.WithdrawAsync(target).ConfigureAwait(false);
        return withdrawn with { MayHaveBeenApplied = target.MayHaveBeenApplied };
    }

    /// <summary>Looks at what an earlier try has left between its intent and its outcome.</summary>
    /// <returns>Its outcome; null where it is to be sent again, which is safe, or was asked for.</returns>
    private async Task<TargetResult?> SettleEarlierTryAsync(RunTarget target, CancellationToken cancellationToken)
    {
        var operation = target.Planned.DecidedOperation;
        var goal = operation.Goal;
        var isSentAgain = operation.IsSafeToRepeat || target.Status != RunTargetStatus.Intended;
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
                    Message = $"The answer to an earlier try never came; a look has shown the target {state}.",
                };
            }
        }
        else if (!isSentAgain)
        {
            (_, state) = await _look.UntilAsync(target.Planned, static _ => WaitOutcome.StillInFlight, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        }

        return isSentAgain
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
        var found = await PlanComparison.CompareAsync(target.Planned, looks, cancellationToken).ConfigureAwait(false);
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

    private async Task LoseAsync(RunTarget target)
    {
        try
        {
            await work.WithdrawAsync(target).ConfigureAwait(false);
        }
        catch (RunJournalException)
        {
            // Where somebody else has the target by now, it is theirs to look at it: the intent stands.
        }

        throw new RunLostException("The hold on the run is lost: another worker may have taken its targets over. Nothing more was sent.");
    }

    /// <summary>What a call that failed came to: whatever ended it becomes a result.</summary>
    private static TargetResult ResultOf(Exception exception, RunTarget target, bool isBegun, CancellationToken cancellationToken)
    {
        var isSafe = target.Planned.DecidedOperation.IsSafeToRepeat;
        return exception switch
        {
            IControlCallFailure failure => TargetResult.From(failure),
            ArgumentException or PlanFormatException or NotSupportedException when !isBegun => TargetResult.NotSent($"Not sent: {exception.Message}"),
            OperationCanceledException when cancellationToken.IsCancellationRequested =>
                new TargetResult { Outcome = TargetOutcome.Unknown, SafeToRepeat = isSafe, IsCanceled = true, Message = "The call was cancelled." },
            _ => new TargetResult
            {
                Outcome = TargetOutcome.Unknown,
                SafeToRepeat = isSafe,
                Attempts = 1,
                Message = $"The call failed by a fault of the program ({exception.GetType().Name}: {exception.Message}), so that it may have been applied.",
            },
        };
    }
}

/// <summary>How the work on a target ended.</summary>
/// <param name="Kind">Whether it came to an outcome.</param>
/// <param name="Target">The target, as it was intended.</param>
/// <param name="Result">What it came to; null where nothing was sent.</param>
/// <param name="IsNoted">Whether it was noted already, as of a call.</param>
/// <param name="IsInDoubt">Whether a look is to tell whether the service answers at all.</param>
internal sealed record TargetEnd(TargetEndKind Kind, RunTarget Target, TargetResult? Result, bool IsNoted = false, bool IsInDoubt = false);

/// <summary>How the work on a target ended.</summary>
internal enum TargetEndKind
{
    /// <summary>It came to an outcome.</summary>
    Settled,

    /// <summary>It was cancelled, and nothing can have been processed: as if it had not been begun.</summary>
    Withdrawn,

    /// <summary>Nothing was written down for it.</summary>
    Untouched,

    /// <summary>It was cancelled, and nobody knows: the intent stands, and is looked at when the run is resumed.</summary>
    Open,
}
