namespace ExecutionControl.Runs;

/// <summary>How a run is worked through.</summary>
public sealed class ControlRunnerOptions
{
    private const int MostAtOnce = 1000;

    /// <summary>How many targets are acted on at once; from 1 to 1000. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>
    /// How many targets are begun in a time at most, over all workers of the run; <see langword="null"/>, the default, for as many as the
    /// services take. Services that turn calls away for their rate are slowed down to by themselves.
    /// </summary>
    public RunRate? Rate { get; init; }

    /// <summary>
    /// How many targets of this pass are done first, and their effect waited for, before <see cref="ConfirmCanary"/> is asked; 0, the default, for
    /// none. Targets about which nothing was to be changed, or for which nothing was sent, do not count.
    /// </summary>
    public int Canary { get; init; }

    /// <summary>How long the effect of the canary is waited for. Default 1 min.</summary>
    public TimeSpan CanaryTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Asked when the canary is done whether to go on; <see langword="null"/>, the default, to go on if all of it is as was wanted.
    /// </summary>
    public Func<CanaryReport, CancellationToken, ValueTask<bool>>? ConfirmCanary { get; init; }

    /// <summary>Stops after so many targets have failed in this pass; <see langword="null"/>, the default, for never.</summary>
    public int? StopAfterFailures { get; init; }

    /// <summary>
    /// Stops when more than so many per cent of the targets of this pass have failed, from the twentieth on; above 0 to 100. Those about which
    /// nothing was to be changed, or for which nothing was sent, do not count.
    /// <see langword="null"/>, the default, for never.
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

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    internal void Check()
    {
        Require(Concurrency is >= 1 and <= MostAtOnce, nameof(Concurrency), $"it is from 1 to {MostAtOnce}");
        Require(Rate is null or { Count: >= 1, Per.Ticks: > 0 }, nameof(Rate), "it lets nothing through");
        Require(Canary >= 0, nameof(Canary), "it is 0 or more");
        Require(CanaryTimeout >= TimeSpan.Zero, nameof(CanaryTimeout), "it is no negative time");
        Require(StopAfterFailures is null or >= 1, nameof(StopAfterFailures), "it is 1 or more");
        Require(StopAfterFailedPercent is null or (> 0 and <= 100), nameof(StopAfterFailedPercent), "it is above 0, and at most 100");
        Require(SettleTime >= TimeSpan.Zero, nameof(SettleTime), "it is no negative time");
        Require(Claim.Lease.TotalSeconds is >= 1 and <= 3600, nameof(RunClaimOptions.Lease), "it is from a second to an hour");

        static void Require(bool isRight, string name, string rule)
        {
            if (!isRight)
            {
                throw new ArgumentOutOfRangeException(name, $"{name} is out of its bounds: {rule}. Nothing was sent.");
            }
        }
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
