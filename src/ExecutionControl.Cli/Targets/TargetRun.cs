using System.Collections.Concurrent;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Targets;

/// <summary>
/// Acts on many targets, one after another or a few at a time, and never ends at the first that fails. All of them are asked before the
/// first effect is waited for. Where a few in a row fail for a reason that the others share, the rest is not sent. After a signal no other is begun, and what was under way has half a second to tell its end.
/// </summary>
internal sealed class TargetRun
{
    /// <summary>Somewhat less than a second after a signal is left for the report of all.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly CommandContext _context;
    private readonly TargetRunPlan _plan;
    private readonly ITargetWriter _writer;
    private readonly FailureReport _failures;
    private readonly ConcurrentQueue<(int Index, ControlStep Step)> _accepted = new();
    private readonly OutcomeTally _tally = new();
    private readonly Lock _gate = new();
    private readonly SystemicFailure _systemic = new();
    private int _next;

    public TargetRun(CommandContext context, TargetRunPlan plan, ITargetWriter writer)
    {
        _context = context;
        _plan = plan;
        _writer = writer;
        _failures = new FailureReport(context, plan.Operation.IsRepeatable);
    }

    /// <summary>Acts on all of them, and prints what became of each and of all.</summary>
    /// <returns>The exit code for all.</returns>
    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        // The run reports a signal by itself, target by target; that may take a moment where there are very many.
        _context.Grace = TimeSpan.FromSeconds(5);
        using var graceEnded = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _context.TimeProvider);
        await using var registration = _context.Signals.Token.Register(() => graceEnded.CancelAfter(Grace));
        await Task.WhenAll(Enumerable.Range(0, _plan.Parallel).Select(_ => SendAsync(graceEnded.Token, cancellationToken)));
        await WaitForAllAsync(graceEnded.Token, cancellationToken);
        var rest = Math.Min(_next, _plan.Ids.Count);
        if (_systemic.IsCertain && rest < _plan.Ids.Count)
        {
            _context.Reporter.Warn($"{_systemic.Reason}: the other {_plan.Ids.Count - rest} were not sent");
        }

        for (var index = rest; index < _plan.Ids.Count; index++)
        {
            Settle(index, _systemic.IsCertain && _context.Signals.Received is null ? _systemic.NotSent() : _failures.NeverSent());
        }

        _writer.End(_tally);
        return _tally.ExitCode;
    }

    private async Task SendAsync(CancellationToken graceEnded, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && !IsSystemic() && Take() is { } index)
        {
            var target = new ControlTarget(_context, _plan.Ids[index], isAlone: false);
            var step = await EndedAsync(
                _plan.ActAsync(target, cancellationToken),
                exception => new ControlStep(exception is null ? _failures.OfSilence(target.IsCallBegun) : _failures.Of(exception, target.IsCallBegun)),
                graceEnded);
            NoteEnd(step.Report);
            if (_plan.Timeout is not null && step.CanWait)
            {
                _accepted.Enqueue((index, step));
            }
            else
            {
                Settle(index, step.Report);
            }
        }
    }

    private bool IsSystemic()
    {
        lock (_gate)
        {
            return _systemic.IsCertain;
        }
    }

    private void NoteEnd(OutcomeReport report)
    {
        lock (_gate)
        {
            _systemic.Note(report);
        }
    }

    private int? Take()
    {
        var index = Interlocked.Increment(ref _next) - 1;
        return index < _plan.Ids.Count ? index : null;
    }

    private async Task WaitForAllAsync(CancellationToken graceEnded, CancellationToken cancellationToken)
    {
        if (_plan.Timeout is not { } timeout || _accepted.IsEmpty)
        {
            return;
        }

        _context.Reporter.Notice(
            $"accepted for {_accepted.Count} of {_plan.Ids.Count}; waiting for the effect, at most {DurationText.Of(timeout)} in all");
        var waits = new EffectWaits(_context.TimeProvider, timeout, LookAsync, Settle);
        await waits.RunAsync(
            [.. _accepted.OrderBy(accepted => accepted.Index)
                .Select(accepted => (accepted.Index, new EffectWait(_context, $"{_plan.Operation.TargetKind} {_plan.Ids[accepted.Index]}", accepted.Step)))],
            cancellationToken);

        async Task<OutcomeReport> LookAsync(EffectWait wait, CancellationToken timeUp)
        {
            var looking = wait.WaitAsync(TimeSpan.Zero, timeUp, cancellationToken);
            return await EndedAsync(ReportOf(looking, wait), _ => wait.Interrupted(), graceEnded);
        }

        static async Task<OutcomeReport> ReportOf(Task looking, EffectWait wait)
        {
            await looking;
            return wait.Report;
        }
    }

    /// <summary>Waits for the end of some work, as long as there is time for it; whatever ends it otherwise becomes a report.</summary>
    /// <param name="work">The work.</param>
    /// <param name="reportOf">Says of what ended it, or of null when nothing did in time, what is so.</param>
    /// <param name="graceEnded">Ends the time.</param>
    private static async Task<T> EndedAsync<T>(Task<T> work, Func<Exception?, T> reportOf, CancellationToken graceEnded)
    {
        try
        {
            return await work.WaitAsync(graceEnded);
        }
        catch (OperationCanceledException) when (!work.IsCompleted)
        {
            return reportOf(null);
        }
#pragma warning disable CA1031 // One target's failure, whatever it is, must not keep the others from being acted on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return reportOf(exception);
        }
    }

    private void Settle(int index, OutcomeReport report)
    {
        var identified = _plan.Identify(report, _plan.Ids[index]);
        lock (_gate)
        {
            _tally.Add(identified);
            _writer.Add(index, identified);
            if (!_context.Reporter.IsForPeople)
            {
                _context.Reporter.Progress(
                    string.Empty,
                    new TargetLine
                    {
                        Target = identified.Target,
                        Outcome = identified.Outcome,
                        ExitCode = identified.ExitCode,
                        Done = _tally.Count,
                        Count = _plan.Ids.Count,
                    },
                    TargetJsonContext.Readable.TargetLine);
            }
        }
    }
}
