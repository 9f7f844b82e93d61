using System.Runtime.ExceptionServices;

namespace ExecutionControl.Runs;

/// <summary>
/// Decides when a pass over a run ends before all targets are done: too many have failed, all that is left shares a cause, the first ones were not as
/// was wanted, or something has broken.
/// </summary>
/// <param name="options">How.</param>
/// <param name="kept">How the run goes where they do not say it.</param>
/// <param name="shared">What is not sent any more, for a reason that many share.</param>
/// <param name="meter">Counts.</param>
internal sealed class PassEnd(ControlRunnerOptions options, RunPacing kept, SharedCause shared, RunMeter meter) : IDisposable
{
    private readonly RunPacing? _ownLimit = options.OwnLimit;
    private readonly CancellationTokenSource _halted = new();
    private readonly Lock _gate = new();
    private volatile Exception? _failure;
    private int _leftOut;

    /// <summary>Why it ends; null where nothing ends it, or something has broken.</summary>
    public RunStop? Stop { get; private set; }

    /// <summary>Whether no other target is to be begun.</summary>
    public bool IsEnding => Stop is not null || _failure is not null;

    /// <summary>Cancelled when no more is to be sent: whoever waits for a turn or looks wakes, and no call under way is touched.</summary>
    public CancellationToken Halted => _halted.Token;

    /// <summary>Whether what others have in their hands may still become this pass's to do.</summary>
    public bool MayWait => !IsEnding && shared.GivenUp.Count == 0;

    /// <summary>Whether a target is still to be called: what has become of others may have ended the pass, or closed its account, meanwhile.</summary>
    public bool MayCall(PlannedTarget target) => !IsEnding && !IsLeftOut(target);

    /// <summary>Whether a target is left for another pass, as all of its account fail for a cause that they share.</summary>
    public bool IsLeftOut(PlannedTarget target)
    {
        if (shared.ReasonOf(target) is null)
        {
            return false;
        }

        Interlocked.Increment(ref _leftOut);
        return true;
    }

    /// <summary>Notes what became of a target.</summary>
    /// <returns>Whether a look is to tell whether the service answers at all.</returns>
    public bool Note(PlannedTarget target, TargetResult result)
    {
        var isInDoubt = shared.Note(target, result);
        meter.Note(result);
        StopWhenTooManyFailed();
        if (shared.CoversAll)
        {
            Halt();
        }

        return isInDoubt;
    }

    /// <summary>Ends it after the first targets.</summary>
    public void StopAfterCanary(string reason) => Stop ??= new RunStop(RunStopKind.Canary, reason);

    /// <summary>Says at its end whether something was left for a cause that targets share.</summary>
    public void NoteSharedCause()
    {
        if (Stop is null && (Volatile.Read(ref _leftOut) > 0 || (shared.GivenUp.Count > 0 && meter.Left > 0)))
        {
            Stop = new RunStop(RunStopKind.SharedCause, shared.Reasons);
        }
    }

    /// <summary>Something has broken, which <see cref="Rethrow"/> says when what is under way has been told.</summary>
    public void Break(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= exception;
        }

        Halt();
    }

    /// <summary>Throws what has broken, as it is: a mistake of the program's own is no failure of the journal.</summary>
    public void Rethrow()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose() => _halted.Dispose();

    /// <summary>Ends it where too many have failed, in this pass or in the run, whichever was said.</summary>
    public void StopWhenTooManyFailed()
    {
        var limit = _ownLimit ?? kept;
        if (limit is { StopAfterFailures: null, StopAfterFailedPercent: null })
        {
            return;
        }

        var (failed, tried) = _ownLimit is null ? meter.OfRun : meter.OfPass;
        if (limit.StopsAt(failed, tried))
        {
            Stop ??= new RunStop(
                RunStopKind.TooManyFailures,
                limit.StopAfterFailedPercent is null ? $"{failed} {(failed == 1 ? "target" : "targets")} failed" : $"{failed} of {tried} targets failed");
            Halt();
        }
    }

    /// <summary>Not on this thread: what wakes by it may be much.</summary>
    private void Halt() => _ = _halted.IsCancellationRequested ? Task.CompletedTask : _halted.CancelAsync();
}
