using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Targets;

/// <summary>What became of the call to one target, and how its effect can be waited for.</summary>
/// <param name="Report">The report of the call.</param>
/// <param name="Effect">Waits at most so long for the effect; null where none comes later.</param>
internal sealed record ControlStep(OutcomeReport Report, Func<TimeSpan, CancellationToken, Task<WaitReport>>? Effect = null)
{
    /// <param name="report">The report of the call.</param>
    /// <param name="wait">Waits at most so long.</param>
    /// <param name="describe">A state in words; empty when none was seen.</param>
    public static ControlStep Of<TState>(
        OutcomeReport report,
        Func<TimeSpan, CancellationToken, Task<WaitResult<TState>>> wait,
        Func<TState, string> describe) => new(report, async (timeout, cancellationToken) =>
        {
            var result = await wait(timeout, cancellationToken);
            var state = describe(result.State);
            return new WaitReport(
                result.Outcome, state.Length > 0 ? state : null, Math.Round(result.Elapsed.TotalSeconds, 3), result.LastFailure?.Message);
        });

    /// <summary>Whether there is an effect that a wait could see. What was settled in part only has none of its own.</summary>
    public bool CanWait => Effect is not null && Report.Outcome != ReportedOutcome.Partial;
}
