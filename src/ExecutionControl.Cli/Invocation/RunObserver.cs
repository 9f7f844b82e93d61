using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Tells whoever gave a command how its run goes; disposed of before the outcome is said.</summary>
/// <param name="entry">What is done to each target.</param>
/// <param name="targets">The targets.</param>
/// <param name="reporter">Where it is told.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunObserver(ControlOperation entry, IReadOnlyList<string> targets, Reporter reporter, TimeProvider clock) : IRunObserver, IDisposable
{
    private readonly Lock _gate = new();
    private ProgressLine? _line;
    private int _done;
    private int _failed;
    private string? _state;

    /// <summary>Is told what became of each of several; null where there is one, whose report is the answer.</summary>
    public Action<int, OutcomeReport>? Ended { get; init; }

    private bool IsCounting => Ended is not null && targets.Count > 1;

    public void Begin(int index)
    {
        if (IsCounting)
        {
            lock (_gate)
            {
                // What takes longer than a second shows how far it is.
                _line ??= new ProgressLine(reporter, clock, Counted, isImmediate: false);
            }
        }
    }

    public IRoundObserver BeginRounds(int index, string announcement, Func<CancellationToken, Task<BoundedCount>> look)
    {
        reporter.Notice(announcement);
        return new RoundReporter(reporter, clock, Ended is null ? null : targets[index], look);
    }

    public void BeginWait(int accepted, TimeSpan timeout)
    {
        Dispose();
        reporter.Notice(Ended is null
            ? $"accepted; waiting for the effect on {Operation.Subject(entry.TargetKind, targets)}, at most {DurationText.Of(timeout)}"
            : $"accepted for {accepted} of {targets.Count}; waiting for the effect, at most {DurationText.Of(timeout)} in all");
        _line = new ProgressLine(reporter, clock, elapsed => Waiting(elapsed, timeout), isImmediate: false);
    }

    public void Look(int index, WaitReport shown)
    {
        Volatile.Write(ref _state, shown.Shown ?? shown.State ?? "not seen");
        _line?.Draw();
    }

    public void GiveUp(string reason, int rest) => reporter.Warn($"{reason}: the other {rest} were not sent");

    public void End(int index, OutcomeReport report)
    {
        Interlocked.Increment(ref _done);
        if (report.ExitCode != ExitCode.Success)
        {
            Interlocked.Increment(ref _failed);
        }

        if (_line is { } line)
        {
            line.Between(() => Ended?.Invoke(index, report));
        }
        else
        {
            Ended?.Invoke(index, report);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _line?.Dispose();
            _line = null;
        }
    }

    private string Counted(TimeSpan elapsed)
    {
        var done = Volatile.Read(ref _done);
        var failed = Volatile.Read(ref _failed);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ProgressLine.Bar(done, targets.Count)} {done} of {targets.Count}{ProgressLine.RateAndTimeLeft(done, elapsed, targets.Count - done)}"
            + $"{(failed > 0 ? $" · {failed} failed" : string.Empty)}");
    }

    private string Waiting(TimeSpan elapsed, TimeSpan timeout)
    {
        var subject = Ended is null
            ? Volatile.Read(ref _state) is { } state ? $"seen: {PlainText.OneLine(state)}" : "not looked at yet"
            : string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref _done)} of {targets.Count} settled");
        return $"waiting · {subject} · {ProgressLine.Clock(elapsed)} of {ProgressLine.Clock(timeout)}";
    }
}
