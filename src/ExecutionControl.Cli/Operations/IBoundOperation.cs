using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>An operation with its input and its service's open client: what a run does to each of its targets.</summary>
internal interface IBoundOperation
{
    /// <summary>Its entry of the catalogue, with what its input changes.</summary>
    ControlOperation Entry { get; }

    /// <summary>Its input as the history keeps it, one JSON object; null where it takes none.</summary>
    string? Recorded { get; }

    /// <summary>Acts on one target.</summary>
    Task<OperationStep> ActAsync(TargetCall call, CancellationToken cancellationToken);

    /// <summary>Waits at most so long for an effect; zero is for one look.</summary>
    Task<WaitReport> WaitAsync(AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>What became of the call to one target, and what comes later of it.</summary>
/// <param name="Report">The report of the call.</param>
/// <param name="Effect">What a wait looks for; null where nothing comes later.</param>
internal sealed record OperationStep(OutcomeReport Report, AwaitedEffect? Effect = null)
{
    /// <summary>What a wait could see. What was settled in part only has no effect of its own.</summary>
    public AwaitedEffect? Awaited => Report.Outcome == ReportedOutcome.Partial ? null : Effect;
}
