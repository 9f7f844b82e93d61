using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>Adds to the report of an accepted call what waiting for its effect showed.</summary>
internal static class WaitText
{
    /// <param name="accepted">The report of the call.</param>
    /// <param name="subject">The target in a sentence, such as "execution 42".</param>
    /// <param name="wait">What the waiting showed.</param>
    public static OutcomeReport Add(OutcomeReport accepted, string subject, WaitReport wait)
    {
        var (verdict, code) = wait.Outcome switch
        {
            WaitOutcome.Verified => ("Verified", accepted.ExitCode),
            WaitOutcome.Contradicted => ("Ended otherwise", ExitCode.Contradicted),
            _ => ("Still in flight", ExitCode.Unconfirmed),
        };
        var seen = wait.State is { } state ? $"{subject} shows {state}" : $"{subject} could not be seen";
        var why = wait.LastFailure is { } failure ? $" The last look failed: {failure}" : string.Empty;
        return accepted with
        {
            ExitCode = code,
            Settling = wait.Outcome == WaitOutcome.StillInFlight && accepted.Settling is true,
            Wait = wait,
            Lines =
            [
                string.Create(CultureInfo.InvariantCulture, $"{verdict}: after {wait.ElapsedSeconds:0.#} s {seen}.{why}"),
                .. accepted.Lines,
            ],
        };
    }
}
