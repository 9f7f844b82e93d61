using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Tells whoever gave a command how its run goes.</summary>
/// <param name="entry">What is done to each target.</param>
/// <param name="targets">The targets.</param>
/// <param name="reporter">Where it is told.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunObserver(ControlOperation entry, IReadOnlyList<string> targets, Reporter reporter, TimeProvider clock) : IRunObserver
{
    /// <summary>Is told what became of each of several; null where there is one, whose report is the answer.</summary>
    public Action<int, OutcomeReport>? Ended { get; init; }

    public void Begin(int index)
    {
        // What takes long says so itself.
    }

    public IRoundObserver BeginRounds(int index, string announcement)
    {
        reporter.Notice(announcement);
        return new RoundReporter(reporter, clock, Ended is null ? null : targets[index]);
    }

    public void BeginWait(int accepted, TimeSpan timeout) => reporter.Notice(Ended is null
        ? $"accepted; waiting for the effect on {Operation.Subject(entry.TargetKind, targets)}, at most {DurationText.Of(timeout)}"
        : $"accepted for {accepted} of {targets.Count}; waiting for the effect, at most {DurationText.Of(timeout)} in all");

    public void GiveUp(string reason, int rest) => reporter.Warn($"{reason}: the other {rest} were not sent");

    public void End(int index, OutcomeReport report) => Ended?.Invoke(index, report);
}

/// <summary>
/// Reports every round as it ends, on the thread that ends it, so that no line comes after the outcome. On a terminal one line shows how
/// far it is, redrawn every second.
/// </summary>
internal sealed class RoundReporter : IRoundObserver
{
    private const int Cells = 20;

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromSeconds(1);

    private readonly Reporter _reporter;
    private readonly TimeProvider _timeProvider;
    private readonly string? _target;
    private readonly long _startedAt;
    private readonly ITimer? _redraw;
    private ResolvePausedProgress? _last;
    private long _resolvedBefore;

    /// <param name="reporter">Where to report.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="target">The automation, where there are several; null where there is no doubt which is meant.</param>
    public RoundReporter(Reporter reporter, TimeProvider timeProvider, string? target)
    {
        _target = target;
        _reporter = reporter;
        _timeProvider = timeProvider;
        _startedAt = timeProvider.GetTimestamp();
        if (reporter.IsLive && target is null)
        {
            Draw();
            _redraw = timeProvider.CreateTimer(_ => Draw(), state: null, RedrawInterval, RedrawInterval);
        }
    }

    public void Report(ResolvePausedProgress value)
    {
        if (_redraw is not null)
        {
            Volatile.Write(ref _last, value);
            Draw();
            return;
        }

        _reporter.Progress(_target is null ? Sentence(value) : $"{_target}: {Sentence(value)}", Line(value), RoundJsonContext.Readable.RoundLine);
        _resolvedBefore = value.ResolvedCount ?? _resolvedBefore;
    }

    public void Dispose()
    {
        if (_redraw is { } redraw)
        {
            // Not before the last drawing has ended, which would otherwise come after the outcome.
            redraw.DisposeAsync().AsTask().Wait(RedrawInterval);
            _reporter.EraseLive();
        }
    }

    private RoundLine Line(ResolvePausedProgress value) => new()
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

    private TimeSpan Elapsed => _timeProvider.GetElapsedTime(_startedAt);

    private void Draw() => _reporter.DrawLive(LiveLine(Volatile.Read(ref _last), Elapsed));

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
        var speed = $"{Rate(resolved, Elapsed)}, {Clock(Elapsed)}";
        return $"round {value.Round}: {resolved - _resolvedBefore} resolved{soFar}, {value.ErroredCount} errored ({speed}){next}";
    }

    /// <summary>How far it is, on one line that fits an ordinary terminal.</summary>
    /// <param name="progress">What the last round showed; null before the first one has ended.</param>
    /// <param name="elapsed">The time since the beginning.</param>
    private static string LiveLine(ResolvePausedProgress? progress, TimeSpan elapsed)
    {
        var clock = Clock(elapsed);
        return progress switch
        {
            null => $"{Bar(0, 0)} round 1 · {clock}",
            { ResolvedCount: null } => $"{Bar(0, 0)} round {progress.Round} · in the background · {clock}",
            { ResolvedCount: { } resolved } => string.Create(
                CultureInfo.InvariantCulture,
                $"{Bar(resolved, progress.ErroredCount)} round {progress.Round} · {resolved} resolved · {progress.ErroredCount} errored · "
                + $"{Rate(resolved, elapsed)} · {clock}"),
        };
    }

    /// <summary>The time in minutes and seconds.</summary>
    private static string Clock(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}");

    /// <summary>How many executions were settled in a second.</summary>
    private static string Rate(long resolved, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{resolved / Math.Max(elapsed.TotalSeconds, 1):0.#}/s");

    private static string Bar(long done, long left)
    {
        var filled = done + left == 0 ? 0 : (int)(Cells * done / (done + left));
        return $"[{new string('#', filled)}{new string('-', Cells - filled)}]";
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
