namespace ExecutionControl.Runs;

/// <summary>How a run is worked through by one runner: what it is not told here, it goes by as the run keeps it.</summary>
public sealed class ControlRunnerOptions
{
    private const int DefaultConcurrency = 8;

    private static readonly TimeSpan DefaultCanaryTimeout = TimeSpan.FromMinutes(1);

    /// <summary>How many targets are acted on at once; from 1 to 1000. <see langword="null"/>, the default, for as the run keeps it, else 8.</summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// How many targets are begun in a time at most, over all workers of the run; <see langword="null"/>, the default, for as the run keeps it, and
    /// <see cref="RunRate.Unlimited"/>, as where it keeps none, for as many as the services take. Services that turn calls away for their rate are
    /// slowed down to by themselves.
    /// </summary>
    public RunRate? Rate { get; init; }

    /// <summary>
    /// How many targets of this pass are done first, and their effect waited for, before <see cref="ConfirmCanary"/> is asked; 0 for none.
    /// <see langword="null"/>, the default, for those that the run keeps: done by whichever pass comes to them, and not again when they have passed.
    /// Targets about which nothing was to be changed, or for which nothing was sent, do not count.
    /// </summary>
    public int? Canary { get; init; }

    /// <summary>How long the effect of the canary is waited for; <see langword="null"/>, the default, for as the run keeps it, else 1 min.</summary>
    public TimeSpan? CanaryTimeout { get; init; }

    /// <summary>
    /// Asked when the canary is done whether to go on; <see langword="null"/>, the default, to go on if all of it is as was wanted.
    /// </summary>
    public Func<CanaryReport, CancellationToken, ValueTask<bool>>? ConfirmCanary { get; init; }

    /// <summary>
    /// Stops after so many targets have failed in this pass; 0 for never. <see langword="null"/>, the default, together with
    /// <see cref="StopAfterFailedPercent"/> for what the run keeps, which counts the whole run.
    /// </summary>
    public int? StopAfterFailures { get; init; }

    /// <summary>
    /// Stops when more than so many per cent of the targets of this pass have failed, from the twentieth on; above 0 to 100. Those about which
    /// nothing was to be changed, or for which nothing was sent, do not count.
    /// <see langword="null"/>, the default, together with <see cref="StopAfterFailures"/> for what the run keeps, which counts the whole run.
    /// </summary>
    public double? StopAfterFailedPercent { get; init; }

    /// <summary>
    /// Looks at each target right before it is acted on, and leaves it out where it is not as the plan saw it any more. Costs a read each.
    /// Default <see langword="false"/>.
    /// </summary>
    public bool SkipChanged { get; init; }

    /// <summary>
    /// How long an intent without an outcome is looked at, again and again, before its operation is sent again where that is safe: its effect may
    /// take a moment to show. Default 2 s.
    /// </summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How the run is taken hold of, and what of it is done again.</summary>
    public RunClaimOptions Claim { get; init; } = new();

    /// <summary>The clock. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What makes this pass stop, by what became of its own targets; null where the run's own limit does, by all of them.</summary>
    internal RunPacing? OwnLimit => StopAfterFailures is null && StopAfterFailedPercent is null
        ? null
        : new RunPacing { StopAfterFailures = StopAfterFailures is 0 ? null : StopAfterFailures, StopAfterFailedPercent = StopAfterFailedPercent };

    internal int ConcurrencyOf(RunPacing kept) => Concurrency ?? kept.Concurrency ?? DefaultConcurrency;

    internal RunRate? RateOf(RunPacing kept) => (Rate ?? kept.Rate) is { IsUnlimited: false } rate ? rate : null;

    internal TimeSpan CanaryTimeoutOf(RunPacing kept) => CanaryTimeout ?? kept.CanaryTimeout ?? DefaultCanaryTimeout;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    internal void Check()
    {
        new RunPacing
        {
            Concurrency = Concurrency,
            Rate = Rate is { IsUnlimited: true } ? null : Rate,
            Canary = Canary ?? 0,
            CanaryTimeout = CanaryTimeout,
            StopAfterFailures = StopAfterFailures is 0 ? null : StopAfterFailures,
            StopAfterFailedPercent = StopAfterFailedPercent,
        }.Check();
        RunPacing.Require(SettleTime >= TimeSpan.Zero, nameof(SettleTime), "it is no negative time");
        RunPacing.Require(Claim.Lease.TotalSeconds is >= 1 and <= 3600, nameof(RunClaimOptions.Lease), "it is from a second to an hour");
    }
}

/// <summary>What became of the first targets.</summary>
/// <param name="Targets">The targets, with what a wait for their effect showed.</param>
public sealed record CanaryReport(IReadOnlyList<RunTarget> Targets)
{
    /// <summary>
    /// Whether all of them are as was wanted: at least one was changed, none failed, the services confirmed all, and each effect showed in time
    /// where it can be seen.
    /// </summary>
    public bool IsGood =>
        Targets.Any(target => target.Result is { Outcome: TargetOutcome.Applied })
        && Targets.All(target => target.Result is { IsFailure: false, Warning: null, Wait: null or ExecutionControl.Client.WaitOutcome.Verified });
}

/// <summary>Why a pass over a run ended before all targets were done.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Reason">The reason, for a person: a clause without a full stop.</param>
public sealed record RunStop(RunStopKind Kind, string Reason);

/// <summary>Why a pass over a run ended early.</summary>
public enum RunStopKind
{
    /// <summary>Too many targets failed.</summary>
    TooManyFailures,

    /// <summary>Target after target failed for a reason that all share.</summary>
    SharedCause,

    /// <summary>The first targets were not as was wanted, or a person said no.</summary>
    Canary,
}

/// <summary>How far a run is.</summary>
public sealed record RunProgress
{
    /// <summary>How many targets stand where, over all passes and, as of the last look, all workers.</summary>
    public required RunCounts Counts { get; init; }

    /// <summary>How many are being acted on by this worker.</summary>
    public required int UnderWay { get; init; }

    /// <summary>How many a second come to an outcome, over the last seconds; <see langword="null"/> before that can be told.</summary>
    public required double? PerSecond { get; init; }

    /// <summary>The rate that the run holds itself to; <see langword="null"/> where nothing limits it.</summary>
    public required double? LimitPerSecond { get; init; }

    /// <summary>How long it will take at this rate; <see langword="null"/> where that cannot be told.</summary>
    public required TimeSpan? TimeLeft { get; init; }
}
