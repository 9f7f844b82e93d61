using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>Waits for the effect of an accepted call. What happens meanwhile takes nothing from the acceptance.</summary>
/// <param name="operation">The operation, which knows how to look.</param>
/// <param name="effect">What is waited for.</param>
/// <param name="accepted">The report of the accepted call.</param>
/// <param name="clock">The clock.</param>
/// <param name="stop">The signal to stop.</param>
internal sealed class EffectWait(IBoundOperation operation, AwaitedEffect effect, OutcomeReport accepted, TimeProvider clock, TerminationSignals stop)
{
    private readonly long _startedAt = clock.GetTimestamp();
    private bool _isInterrupted;
    private WaitReport _shown = new(WaitOutcome.StillInFlight, null, 0, "the time was up before the first look.");

    /// <summary>The report of the call, with what the waiting has shown so far.</summary>
    public OutcomeReport Report
    {
        get
        {
            var report = Add(_shown);
            return _isInterrupted ? report with { ExitCode = stop.Received ?? ExitCode.Unconfirmed } : report;
        }
    }

    /// <summary>What the last look showed.</summary>
    public WaitReport Shown => _shown;

    /// <summary>Whether another look could show more.</summary>
    public bool IsOver { get; private set; }

    /// <param name="timeout">Waits at most so long; zero for one look.</param>
    /// <param name="timeUp">Cancelled when the time of all is up: a look that is under way ends then.</param>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken timeUp)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeUp, stop.Token);
        try
        {
            var shown = await operation.WaitAsync(effect, timeout, linked.Token);
            _shown = shown with { ElapsedSeconds = ElapsedSeconds };
            IsOver = shown.Outcome != WaitOutcome.StillInFlight || shown.IsGoalSeen;
        }
        catch (ControlCallException exception)
        {
            _shown = new WaitReport(WaitOutcome.StillInFlight, null, ElapsedSeconds, exception.Message);
            IsOver = exception is ControlCallRefusedException;
        }
        catch (OperationCanceledException) when (stop.Received is not null)
        {
            _shown = new WaitReport(WaitOutcome.StillInFlight, null, ElapsedSeconds, "the waiting was interrupted.");
            _isInterrupted = true;
            IsOver = true;
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested)
        {
            _shown = new WaitReport(WaitOutcome.StillInFlight, _shown.State, ElapsedSeconds, "there was no answer before the time was up.");
        }
    }

    /// <summary>The report where a signal ended the waiting.</summary>
    public OutcomeReport Interrupted()
    {
        _isInterrupted = true;
        return Report;
    }

    /// <summary>Adds to the report of the call what the waiting showed.</summary>
    private OutcomeReport Add(WaitReport wait)
    {
        var subject = Operation.Subject(operation.Entry.TargetKind, [effect.Target]);
        var (verdict, code) = wait.Outcome switch
        {
            _ when _isInterrupted => (stop.Received == ExitCode.Interrupted ? "Interrupted" : "Stopped", ExitCode.Unconfirmed),
            WaitOutcome.Verified => ("Verified", accepted.ExitCode),
            WaitOutcome.Contradicted => ("Ended otherwise", ExitCode.Contradicted),
            _ => ("Still in flight", ExitCode.Unconfirmed),
        };
        var seen = wait.State is { } state ? $"{subject} shows {wait.Shown ?? state}" : $"{subject} could not be seen";
        var why = wait.LastFailure is { } failure && !_isInterrupted ? $" The last look failed: {PlainWords.Of(failure)}" : string.Empty;
        return accepted with
        {
            ExitCode = code,
            Settling = wait.Outcome == WaitOutcome.StillInFlight && accepted.Settling is true,
            Wait = wait,
            Lines =
            [
                string.Create(CultureInfo.InvariantCulture, $"{verdict}: after {wait.ElapsedSeconds:0.#} s {seen}.{why}"),
                .. accepted.Lines,
                .. _isInterrupted ? (string[])["The service goes on with it."] : [],
            ],
        };
    }

    private double ElapsedSeconds => Math.Round(clock.GetElapsedTime(_startedAt).TotalSeconds, 3);
}
