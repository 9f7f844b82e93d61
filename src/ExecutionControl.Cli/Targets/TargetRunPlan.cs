using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Targets;

/// <summary>What a run over many targets is to do.</summary>
/// <param name="Operation">What is asked of which service.</param>
/// <param name="Ids">The targets.</param>
/// <param name="ActAsync">Acts on one of them.</param>
/// <param name="Identify">Says of a report which target it is about.</param>
internal sealed record TargetRunPlan(
    ControlOperation Operation,
    IReadOnlyList<string> Ids,
    Func<ControlTarget, CancellationToken, Task<ControlStep>> ActAsync,
    Func<OutcomeReport, string, OutcomeReport> Identify)
{
    /// <summary>How many are acted on at once.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>How long to wait for all effects together; null to wait for none.</summary>
    public TimeSpan? Timeout { get; init; }
}
