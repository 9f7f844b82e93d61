using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>What became of a target: as a command reports it, and as a journal keeps it.</summary>
internal static class TargetReport
{
    /// <summary>The report of a target of a run.</summary>
    /// <param name="target">The target as it stands.</param>
    /// <param name="isSandbox">Whether the sandbox answered.</param>
    public static OutcomeReport Of(RunTarget target, bool isSandbox) => Of(target.Planned, target.Result, isSandbox);

    /// <inheritdoc cref="Of(RunTarget, bool)"/>
    /// <param name="planned">What was planned.</param>
    /// <param name="result">What became of it; null where nothing was sent yet.</param>
    /// <param name="isSandbox">Whether the sandbox answered.</param>
    public static OutcomeReport Of(PlannedTarget planned, TargetResult? result, bool isSandbox)
    {
        var outcome = OutcomeOf(result?.Outcome);
        return new OutcomeReport
        {
            Outcome = outcome,
            ExitCode = ExitCodeOf(result),
            SafeToRepeat = result?.SafeToRepeat ?? true,
            Lines = [LineOf(planned, outcome, result)],
            Service = ServiceDefinition.JsonNameOf(planned.Operation.Service),
            Operation = planned.Operation.Name,
            Target = planned.Id,
            RequestId = result?.RequestId,
            Sandbox = isSandbox,
            Status = result?.StatusCode,
            Attempts = result is { Attempts: > 0 } ? result.Attempts : null,
            Settling = result is { IsSettling: true } ? true : null,
            RefusalReason = result is { Reason: not RefusalReason.None } ? result.Reason : null,
            ServiceMessage = result?.ServiceMessage,
            ObservedState = result?.State,
            Wait = result?.Wait is { } wait ? new WaitReport(wait, result.State, 0, null) : null,
        };
    }

    /// <summary>What a journal keeps of a report.</summary>
    public static TargetResult ToResult(OutcomeReport report) => new()
    {
        Outcome = report.Outcome switch
        {
            ReportedOutcome.Applied => TargetOutcome.Applied,
            ReportedOutcome.AlreadySo => TargetOutcome.AlreadySo,
            ReportedOutcome.Partial => TargetOutcome.Partial,
            ReportedOutcome.Refused => TargetOutcome.Refused,
            ReportedOutcome.NotApplied => TargetOutcome.NotApplied,
            ReportedOutcome.NotSent => TargetOutcome.NotSent,
            _ => TargetOutcome.Unknown,
        },
        SafeToRepeat = report.SafeToRepeat,
        Message = report.Message,
        Reason = report.RefusalReason ?? RefusalReason.None,
        StatusCode = report.Status,
        ServiceMessage = report.ServiceMessage,
        RequestId = report.RequestId,
        Attempts = report.Attempts ?? 0,
        State = report.Wait?.State ?? report.ObservedState,
        Settled = report.Totals?.Resolved,
        IsSettling = report.Settling is true,
        Warning = report is { ExitCode: ExitCode.Unconfirmed, Wait: null } ? report.Message : null,
        Wait = report.Wait?.Outcome,
    };

    /// <summary>The exit code that stands for a target of a run.</summary>
    public static ExitCode ExitCodeOf(TargetResult? result) => result switch
    {
        null => ExitCode.NotSent,
        { Outcome: TargetOutcome.Applied or TargetOutcome.AlreadySo, Wait: WaitOutcome.Contradicted } => ExitCode.Contradicted,
        { Outcome: TargetOutcome.Applied or TargetOutcome.AlreadySo, Warning: not null } => ExitCode.Unconfirmed,
        { Outcome: TargetOutcome.Applied or TargetOutcome.AlreadySo } => ExitCode.Success,
        { Outcome: TargetOutcome.Partial } => ExitCode.Partial,
        { Outcome: TargetOutcome.Refused, Reason: RefusalReason.Authentication or RefusalReason.Permission } => ExitCode.Credentials,
        { Outcome: TargetOutcome.Refused, Reason: RefusalReason.NotFound } => ExitCode.NotFound,
        { Outcome: TargetOutcome.Refused } => ExitCode.Refused,
        { Outcome: TargetOutcome.NotApplied } => ExitCode.NotApplied,
        { Outcome: TargetOutcome.NotSent } => ExitCode.NotSent,
        _ => ExitCode.Unknown,
    };

    /// <summary>What became of a target, in the word of a report.</summary>
    public static ReportedOutcome OutcomeOf(TargetOutcome? outcome) => outcome switch
    {
        TargetOutcome.Applied => ReportedOutcome.Applied,
        TargetOutcome.AlreadySo => ReportedOutcome.AlreadySo,
        TargetOutcome.Partial => ReportedOutcome.Partial,
        TargetOutcome.Refused => ReportedOutcome.Refused,
        TargetOutcome.NotApplied => ReportedOutcome.NotApplied,
        TargetOutcome.NotSent or null => ReportedOutcome.NotSent,
        _ => ReportedOutcome.Unknown,
    };

    private static string LineOf(PlannedTarget planned, ReportedOutcome outcome, TargetResult? result)
    {
        if (result?.Message is { } message)
        {
            return message;
        }

        var word = OutcomeWord.Of(outcome, ExitCodeOf(result));
        var settled = result?.Settled is { } count ? string.Create(CultureInfo.InvariantCulture, $"; {count} settled") : string.Empty;
        var state = result?.State is { } seen ? $"; it is {seen}" : string.Empty;
        var warning = result?.Warning is { } text ? $"; {text}" : string.Empty;
        return $"{char.ToUpperInvariant(word[0])}{word[1..]}: {planned.Operation.Describe(planned.Id)}{settled}{state}{warning}.";
    }
}
