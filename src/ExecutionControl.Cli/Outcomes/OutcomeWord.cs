using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What became of a target in a word or two, for a column and for a count.</summary>
internal static class OutcomeWord
{
    /// <summary>The longest of them, for columns that are printed before all of them are known.</summary>
    public const int Longest = 15;

    public static string Of(OutcomeReport report) => Of(report.Outcome, report.ExitCode);

    public static string Of(ReportedOutcome outcome, ExitCode code) => (outcome, code) switch
    {
        (ReportedOutcome.Applied or ReportedOutcome.AlreadySo, ExitCode.Contradicted) => "ended otherwise",
        (ReportedOutcome.Applied or ReportedOutcome.AlreadySo, not ExitCode.Success) => "unconfirmed",
        (ReportedOutcome.Applied, _) => "applied",
        (ReportedOutcome.AlreadySo, _) => "already so",
        (ReportedOutcome.Partial, _) => "partial",
        (ReportedOutcome.Refused, ExitCode.NotFound) => "not found",
        (ReportedOutcome.Refused, ExitCode.Credentials) => "not permitted",
        (ReportedOutcome.Refused, _) => "refused",
        (ReportedOutcome.NotApplied, _) => "not applied",
        (ReportedOutcome.NotSent, _) => "not sent",
        _ => "unknown",
    };
}
