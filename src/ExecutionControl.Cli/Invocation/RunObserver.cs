using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Runs;

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

    /// <summary>Writes down what is done; null where no history is kept.</summary>
    public CommandRecorder? Recorder { get; init; }

    /// <summary>Where that goes, and how long a call may be held up for it.</summary>
    public required HistoryNotes History { get; init; }

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

    /// <summary>What cannot be repeated is written down before it is sent; the rest beside its call.</summary>
    public Task BeginCallAsync(int index, DateTimeOffset at)
    {
        var written = Recorder?.NoteBeginning(index, at) ?? Task.CompletedTask;
        return entry.IsSafeToRepeat ? Task.CompletedTask : History.HoldCallAsync(written);
    }

    public IRoundObserver BeginRounds(int index, string announcement, Func<CancellationToken, Task<BoundedCount>> look)
    {
        reporter.Notice(announcement);
        return new Rounds(reporter, clock, Ended is null ? null : targets[index], look);
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
        // Of one alone it is not certain before the command has ended.
        if (Ended is not null)
        {
            Recorder?.NoteEnd(index, TargetReport.ToResult(report));
        }

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

    /// <summary>
    /// Reports every round as it ends, on the thread that ends it, so that no line comes after the outcome. One request may take minutes: while
    /// it is under way the backlog is looked at, and the line shows what was seen.
    /// </summary>
    private sealed class Rounds : IRoundObserver
    {
        /// <summary>A look takes its time at the service, too: at least as long passes before the next.</summary>
        private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

        private readonly Reporter _reporter;
        private readonly TimeProvider _clock;
        private readonly string? _target;
        private readonly long _startedAt;
        private readonly ProgressLine? _line;
        private readonly CancellationTokenSource _over = new();
        private readonly Task _looking;
        private readonly Lock _gate = new();
        private ResolvePausedProgress? _last;
        private Look? _firstLook;
        private Look? _lastLook;
        private long _resolvedBefore;

        /// <param name="reporter">Where to report.</param>
        /// <param name="clock">The clock.</param>
        /// <param name="target">The automation, where there are several; null where there is no doubt which is meant.</param>
        /// <param name="look">Counts what is still paused.</param>
        public Rounds(Reporter reporter, TimeProvider clock, string? target, Func<CancellationToken, Task<BoundedCount>> look)
        {
            (_reporter, _clock, _target) = (reporter, clock, target);
            _startedAt = clock.GetTimestamp();
            if (!reporter.IsForPeople || target is not null)
            {
                // Nobody sees a line between two rounds, or that of all targets shows how far they are.
                _looking = Task.CompletedTask;
                return;
            }

            _line = new ProgressLine(reporter, clock, Line);
            _looking = LookAsync(look);
        }

        private TimeSpan Elapsed => _clock.GetElapsedTime(_startedAt);

        public void Report(ResolvePausedProgress value)
        {
            lock (_gate)
            {
                // What the round came to is newer than what was seen before.
                (_last, _lastLook) = (value, null);
            }

            if (_reporter.IsLive && _line is not null)
            {
                _line.Draw();
            }
            else
            {
                _reporter.Progress(_target is null ? Sentence(value) : $"{_target}: {Sentence(value)}", RoundOf(value), RoundJsonContext.Readable.RoundLine);
            }

            _resolvedBefore = value.ResolvedCount ?? _resolvedBefore;
        }

        public void Dispose()
        {
            _over.Cancel();
            _line?.Dispose();
        }

        private async Task LookAsync(Func<CancellationToken, Task<BoundedCount>> look)
        {
            var pause = LookInterval;
            try
            {
                while (true)
                {
                    await Task.Delay(pause, _clock, _over.Token).ConfigureAwait(false);
                    var beganAt = Elapsed;
                    try
                    {
                        Note(new Look(await look(_over.Token).ConfigureAwait(false), Elapsed));
                    }
                    catch (ControlCallException exception) when (exception is not ControlCallRefusedException)
                    {
                        // The resolve is what counts; the next look may see more.
                    }

                    var took = Elapsed - beganAt;
                    pause = took > LookInterval ? took : LookInterval;
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or ControlCallException)
            {
                // It is over, or nobody may look.
            }
        }

        private void Note(Look look)
        {
            lock (_gate)
            {
                // New ones come while a breaker is tripped: what is done is counted from the most that was seen.
                _firstLook = _firstLook is { } first && first.Left.Count >= look.Left.Count ? first : look;
                _lastLook = look;
            }

            _line?.Draw();
        }

        private RoundLine RoundOf(ResolvePausedProgress value) => new()
        {
            Target = _target,
            Round = value.Round,
            Resolved = value.ResolvedCount,
            Errored = value.ErroredCount,
            Remaining = value.RemainingCount,
            NextRoundInSeconds = value.NextRoundIn?.TotalSeconds,
            LowerBound = value.IsLowerBound,
            ElapsedSeconds = Math.Round(Elapsed.TotalSeconds, 3),
        };

        private string Sentence(ResolvePausedProgress value)
        {
            if (value.ResolvedCount is not { } resolved)
            {
                return $"round {value.Round}: accepted, goes on in the background";
            }

            var soFar = _resolvedBefore > 0 ? $" ({resolved} so far)" : string.Empty;
            var next = value.NextRoundIn is { } wait
                ? string.Create(CultureInfo.InvariantCulture, $"; next round in {wait.TotalSeconds:0.#} s")
                : string.Empty;
            return $"round {value.Round}: {resolved - _resolvedBefore} resolved{soFar}, {value.ErroredCount} errored ({Speed(resolved)}){next}";
        }

        /// <summary>The rate, where the time is long enough to measure it, and the time.</summary>
        private string Speed(long resolved)
        {
            var elapsed = Elapsed;
            var rate = elapsed >= LookInterval && resolved > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{resolved / elapsed.TotalSeconds:0.#}/s, ")
                : string.Empty;
            return rate + ProgressLine.Clock(elapsed);
        }

        /// <summary>How far it is, on one line that fits an ordinary terminal.</summary>
        private string Line(TimeSpan elapsed)
        {
            ResolvePausedProgress? round;
            Look? first;
            Look? last;
            lock (_gate)
            {
                (round, first, last) = (_last, _firstLook, _lastLook);
            }

            var clock = ProgressLine.Clock(elapsed);
            return (round, last) switch
            {
                (null, null) => $"{ProgressLine.Bar(0, 0)} round 1 · {clock}",
                (_, { Left.IsLowerBound: true } seen) => $"{ProgressLine.Bar(0, 0)} {seen.Left} left{RoundsDone(round)} · {clock}",
                (_, { } seen) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ProgressLine.Bar(first!.Left.Count - seen.Left.Count, first.Left.Count)} {first.Left.Count - seen.Left.Count} of {first.Left.Count}"
                    + $"{Rate(first, seen)}{RoundsDone(round)} · {clock}"),
                ({ ResolvedCount: null }, null) => $"{ProgressLine.Bar(0, 0)} in the background{RoundsDone(round)} · {clock}",
                ({ ResolvedCount: { } resolved } ended, null) => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ProgressLine.Bar(resolved, resolved + ended.ErroredCount)} round {ended.Round} · {resolved} resolved · "
                    + $"{ended.ErroredCount} errored · {clock}"),
            };
        }

        private static string Rate(Look first, Look last) =>
            ProgressLine.RateAndTimeLeft(first.Left.Count - last.Left.Count, last.At - first.At, last.Left.Count);

        private static string RoundsDone(ResolvePausedProgress? round) => round is null ? string.Empty : $" · round {round.Round} done";

        /// <summary>What one look showed.</summary>
        /// <param name="Left">How many are still paused.</param>
        /// <param name="At">When the look ended, from the beginning.</param>
        private sealed record Look(BoundedCount Left, TimeSpan At);
    }
}

/// <summary>One round of a resolve-paused, as a line of progress for programs.</summary>
internal sealed record RoundLine
{
    public string Event { get; } = "round";

    /// <summary>The automation, where there are several.</summary>
    public string? Target { get; init; }

    public required int Round { get; init; }

    /// <summary>How many executions all rounds so far settled; null when the service does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Resolved { get; init; }

    public required long Errored { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Remaining { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? NextRoundInSeconds { get; init; }

    public required bool LowerBound { get; init; }

    /// <summary>The time since the first round began.</summary>
    public required double ElapsedSeconds { get; init; }
}

/// <summary>The lines of progress of a resolve-paused as JSON.</summary>
[JsonSerializable(typeof(RoundLine))]
internal sealed partial class RoundJsonContext : JsonSerializerContext
{
    public static RoundJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
