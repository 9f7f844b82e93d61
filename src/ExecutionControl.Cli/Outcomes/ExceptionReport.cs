using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>Turns whatever ended a command into its report.</summary>
/// <param name="signals">The signals that may have ended it.</param>
/// <param name="reporter">Where details are told to somebody who wants to know more.</param>
/// <param name="findCredential">Says where the credential came from; null where that is of no interest.</param>
/// <param name="isRepeatable">Whether the command can be given again after a call that nobody knows the end of.</param>
/// <param name="checkWith">The command that shows a target as it is; null where there is none.</param>
/// <param name="next">Writes commands to be given next.</param>
internal sealed class ExceptionReport(
    TerminationSignals signals,
    Reporter reporter,
    Func<string?> findCredential,
    bool isRepeatable,
    Func<string, string?> checkWith,
    NextCommand next)
{
    /// <summary>How the client begins what it says of a cancelled call. On a command line to cancel is a decision, and no key that is pressed.</summary>
    private const string CancelledWord = "Cancelled";

    /// <param name="exception">What ended it.</param>
    /// <param name="isCallBegun">Whether a call was begun, so that a failure of ectl itself may have come after it was sent.</param>
    /// <param name="target">The target of the call; null where there is none.</param>
    public OutcomeReport Of(Exception exception, bool isCallBegun, string? target = null) => exception switch
    {
        ControlCallException failure => OfCall(failure, ExitCodeMapping.Of(failure), failure),
        ControlCallCanceledException canceled => OfInterruption(canceled, target),
        OperationCanceledException when Signal is not null => OfSilence(isCallBegun, target),
        NotSentException notSent => new OutcomeReport
        {
            Outcome = ReportedOutcome.NotSent,
            ExitCode = notSent.ExitCode,
            SafeToRepeat = true,
            Lines = [PlainWords.Of(notSent.Message)],
        },
        RunJournalException journal when !isCallBegun => OfJournal(journal),
        UnwritableOutputException unwritable => new OutcomeReport
        {
            Outcome = ReportedOutcome.NotSent,
            ExitCode = ExitCode.Fault,
            SafeToRepeat = true,
            Lines = [$"{unwritable.Sentence} The answer is lost, or not complete."],
        },
        _ => OfFault(exception, isCallBegun),
    };

    private ExitCode? Signal => signals.Received;

    /// <summary>The report when a signal came and no answer of the client did.</summary>
    public OutcomeReport OfSilence(bool isCallBegun, string? target = null)
    {
        if (!isCallBegun)
        {
            return NeverSent();
        }

        var report = Unknown(Signal ?? ExitCode.Fault, $"{Cause}: the call did not end in time, so it is unknown whether it was applied.");
        return report with { Lines = [.. report.Lines, .. GoesOn("The service", target)] };
    }

    /// <summary>The report of what a signal kept from being sent.</summary>
    public OutcomeReport NeverSent() => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = Signal ?? ExitCode.Fault,
        SafeToRepeat = true,
        Lines = [$"{Cause}: nothing was sent."],
    };

    private string Cause => Signal switch
    {
        ExitCode.HungUp => "Hung up",
        ExitCode.Terminated => "Terminated",
        _ => "Interrupted",
    };

    private static OutcomeReport OfDetails(ControlCallDetails details, OutcomeReport report) => report with
    {
        Status = details.StatusCode,
        RequestId = details.RequestId,
        ServiceMessage = details.ServiceMessage,
        Attempts = details.Attempts,
        ObservedState = details.ObservedState,
        RetryAfterSeconds = details.RetryAfter?.TotalSeconds,
        Totals = details.Totals is not { } totals
            ? null
            : new ResolvePausedTotalsReport
            {
                Resolved = totals.ResolvedCount,
                Errored = totals.ErroredCount,
                Rounds = totals.Rounds,
                LowerBound = totals.IsLowerBound,
            },
    };

    /// <summary>The report of a call that a signal ended: what was done, and that the service may go on all the same.</summary>
    private OutcomeReport OfInterruption(ControlCallCanceledException canceled, string? target)
    {
        var report = OfCall(canceled, Signal ?? ExitCodeMapping.Of(canceled.Outcome), null);
        var details = canceled.Details;
        IEnumerable<string> done = details.Totals is { ResolvedCount: { } resolved, Rounds: > 0 and var rounds }
            ? [string.Create(CultureInfo.InvariantCulture, $"{resolved} were settled before, in {rounds} {(rounds == 1 ? "round" : "rounds")}.")]
            : [];
        var goesOn = canceled.Outcome == ControlOutcome.Unknown ? GoesOn(details.Service.ToString(), target) : [];
        return report with { Lines = [$"{Cause}{PlainWords.Of(canceled.Message)[CancelledWord.Length..]}", .. done, .. goesOn] };
    }

    private IEnumerable<string> GoesOn(string service, string? target) => target is not null && checkWith(target) is { } command
        ? [$"{service} may go on with it. To check: {command}"]
        : [$"{service} may go on with it."];

    private OutcomeReport OfCall(IControlCallFailure failure, ExitCode code, ControlCallException? exception)
    {
        List<string> lines = [PlainWords.Of(failure.Message)];
        if (code == ExitCode.Credentials && findCredential() is { } credential)
        {
            lines.Add($"The credential came from {credential}.");
        }

        return OfDetails(failure.Details, new OutcomeReport
        {
            Outcome = failure.Outcome switch
            {
                ControlOutcome.Partial => ReportedOutcome.Partial,
                ControlOutcome.Refused => ReportedOutcome.Refused,
                ControlOutcome.NotApplied => ReportedOutcome.NotApplied,
                _ => ReportedOutcome.Unknown,
            },
            ExitCode = code,
            SafeToRepeat = failure.SafeToRepeat,
            Lines = lines,
            RefusalReason = (exception as ControlCallRefusedException)?.Reason,
        });
    }

    /// <summary>The report of a journal that cannot be used, or of one run in it.</summary>
    private OutcomeReport OfJournal(RunJournalException journal) => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = journal is RunNotFoundException ? ExitCode.NotFound : ExitCode.NotSent,
        SafeToRepeat = true,
        Lines =
        [
            $"{PlainText.OneLine(journal.Message)} Nothing was sent.",
            .. journal is RunDamagedException damaged ? [DamagedRun.Advice(damaged, next)] : Array.Empty<string>(),
        ],
    };

    private OutcomeReport OfFault(Exception exception, bool isCallBegun)
    {
        var text = $"ectl failed by a fault of its own ({exception.GetType().Name}: {exception.Message}).";
        var report = isCallBegun
            ? Unknown(ExitCode.Fault, $"{text} The call was begun, so it is unknown whether it was applied.")
            : new OutcomeReport
            {
                Outcome = ReportedOutcome.NotSent,
                ExitCode = ExitCode.Fault,
                SafeToRepeat = true,
                Lines = [$"{text} Nothing was sent."],
            };
        if (!reporter.IsVerbose)
        {
            return report;
        }

        reporter.Detail(exception.ToString());
        return report with { StackTrace = exception.ToString() };
    }

    private OutcomeReport Unknown(ExitCode code, string text) => new()
    {
        Outcome = ReportedOutcome.Unknown,
        ExitCode = code,
        SafeToRepeat = isRepeatable,
        Lines =
        [
            text,
            isRepeatable
                ? "Asking again is harmless."
                : "Look at the target before you ask again: a second call may do it twice.",
        ],
    };
}
