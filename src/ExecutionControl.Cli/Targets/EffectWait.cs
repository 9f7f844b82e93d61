using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Targets;

/// <summary>Waits for the effect of an accepted call. What happens meanwhile takes nothing from the acceptance.</summary>
/// <param name="context">The command.</param>
/// <param name="subject">The target in a sentence, such as "execution 42".</param>
/// <param name="step">The accepted call.</param>
internal sealed class EffectWait(CommandContext context, string subject, ControlStep step)
{
    private readonly long _startedAt = context.TimeProvider.GetTimestamp();

    /// <summary>The report of the call, with what the waiting has shown so far.</summary>
    public OutcomeReport Report { get; private set; } =
        WaitText.Add(step.Report, subject, new WaitReport(WaitOutcome.StillInFlight, null, 0, "the time was up before the first look."));

    /// <summary>Whether another look could show more.</summary>
    public bool IsOver { get; private set; }

    /// <param name="timeout">Waits at most so long; zero for one look.</param>
    /// <param name="timeUp">Ends a look that is under way when the time of all is up.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken timeUp, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeUp, cancellationToken);
        try
        {
            var shown = await step.Effect!(timeout, linked.Token);
            Report = WaitText.Add(step.Report, subject, shown with { ElapsedSeconds = ElapsedSeconds });
            IsOver = shown.Outcome != WaitOutcome.StillInFlight;
        }
        catch (ControlCallException exception)
        {
            Report = WaitText.Add(step.Report, subject, new WaitReport(WaitOutcome.StillInFlight, null, ElapsedSeconds, exception.Message));
            IsOver = exception is ControlCallRefusedException;
        }
        catch (OperationCanceledException) when (context.Signals.Received is { } signal)
        {
            Report = WaitText.Add(step.Report, subject, new WaitReport(WaitOutcome.StillInFlight, null, ElapsedSeconds, "the waiting was interrupted.")) with { ExitCode = signal };
            IsOver = true;
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested)
        {
            Report = WaitText.Add(
                step.Report,
                subject,
                new WaitReport(WaitOutcome.StillInFlight, Report.Wait?.State, ElapsedSeconds, "there was no answer before the time was up."));
        }
    }

    /// <summary>The report where a signal ended the waiting.</summary>
    public OutcomeReport Interrupted() => Report with { ExitCode = context.Signals.Received ?? ExitCode.Unconfirmed };

    private double ElapsedSeconds => Math.Round(context.TimeProvider.GetElapsedTime(_startedAt).TotalSeconds, 3);
}
