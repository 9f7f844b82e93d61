using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Targets;

/// <summary>Waits for the effect of an accepted call. What happens meanwhile takes nothing from the acceptance.</summary>
internal static class EffectWait
{
    /// <param name="context">The command.</param>
    /// <param name="subject">The target in a sentence, such as "execution 42".</param>
    /// <param name="step">The accepted call.</param>
    /// <param name="timeout">Waits at most so long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The report of the call with what the waiting showed.</returns>
    public static async Task<OutcomeReport> AddAsync(
        CommandContext context,
        string subject,
        ControlStep step,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var startedAt = context.TimeProvider.GetTimestamp();
        try
        {
            return WaitText.Add(step.Report, subject, await step.Effect!(timeout, cancellationToken));
        }
        catch (Exception exception) when (exception is ControlCallException || (exception is OperationCanceledException && context.Signals.Received is not null))
        {
            var elapsed = context.TimeProvider.GetElapsedTime(startedAt);
            var failure = exception is ControlCallException ? exception.Message : "the waiting was interrupted.";
            var report = WaitText.Add(step.Report, subject, new WaitReport(WaitOutcome.StillInFlight, null, Math.Round(elapsed.TotalSeconds, 3), failure));
            return exception is ControlCallException ? report : report with { ExitCode = context.Signals.Received!.Value };
        }
    }
}
