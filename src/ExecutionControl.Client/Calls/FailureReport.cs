using System.Globalization;
using System.Text;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Calls;

/// <summary>Puts a failed call into words and into its exception.</summary>
internal sealed class FailureReport(ControlOperation operation, string target, int attempts, AttemptFailure failure)
{
    private const string NothingChanged = "Nothing changed.";
    private readonly string _phrase = operation.Describe(target);

    public ControlCallRefusedException Refused()
    {
        var advice = failure.Reason switch
        {
            RefusalReason.Authentication => " Check the credential.",
            RefusalReason.Permission => " Ask for the permission, or use a credential that has it.",
            RefusalReason.NotFound => " Check the id, and that the credential belongs to the right tenant or organization.",
            _ => string.Empty,
        };
        return new ControlCallRefusedException(
            $"{operation.Service} refused to {_phrase}: {Sentence(failure.Summary)}{Unchanged()}{advice}{HintAtTheId()}",
            failure.Reason,
            Details(),
            failure.Cause);
    }

    public ControlCallNotAppliedException NotApplied()
    {
        var text = new StringBuilder($"Could not {_phrase} at {operation.Service}: {Sentence(failure.Summary)}");
        if (attempts > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $" That was the last of {attempts} attempts.");
        }

        if (failure.RetryAfter is { } wait)
        {
            text.Append(CultureInfo.InvariantCulture, $" The service asks to wait {wait.TotalSeconds:0.#} s.");
        }

        text.Append(Unchanged()).Append(" Asking again is safe.");
        return new ControlCallNotAppliedException(text.ToString(), Details(), failure.Cause) { RepeatCanHelp = !IsStanding };
    }

    public ControlCallUnknownException Unknown(string? seen)
    {
        var text = new StringBuilder($"It is not known whether {operation.Service} was brought to {_phrase}: {Sentence(failure.Summary)}");
        if (attempts > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $" {attempts} attempts were made.");
        }

        text.Append(seen is null ? " Its present state could not be read." : $" It is now: {Sentence(seen)}").Append(Advice());
        return new ControlCallUnknownException(text.ToString(), operation.IsSafeToRepeat, Details() with { ObservedState = seen }, failure.Cause)
        {
            RepeatCanHelp = operation.IsSafeToRepeat && !IsStanding,
        };
    }

    public ControlCallCanceledException Canceled(bool hadUnclearAttempt, CancellationToken cancellationToken)
    {
        var isUnknown = hadUnclearAttempt && operation.ChangesState;
        var happened = cancellationToken.IsCancellationRequested ? "Cancelled" : "The client was disposed of";
        return new ControlCallCanceledException(
            isUnknown
                ? $"{happened} while {operation.Service} was asked to {_phrase}: it is not known whether that was applied.{Advice()}"
                : $"{happened} before {operation.Service} was asked to {_phrase}.{Unchanged()}",
            isUnknown ? ControlOutcome.Unknown : ControlOutcome.NotApplied,
            !isUnknown || operation.IsSafeToRepeat,
            Details(),
            failure.Cause,
            cancellationToken);
    }

    /// <summary>The service judges ids; but whoever gave one that none of its ids looks like is told so.</summary>
    private string HintAtTheId() =>
        failure.Reason is RefusalReason.NotFound or RefusalReason.Validation
        && operation.TargetKind == ControlTargetKind.Execution
        && operation != ControlOperations.ListExecutions
        && !Guid.TryParse(target, out _)
            ? $" The id of an execution is {operation.TargetKind.IdForm}, and this is none."
            : string.Empty;

    /// <summary>Whether the last attempt met what the next would meet again.</summary>
    private bool IsStanding => failure.Kind is FailureKind.Refused or FailureKind.Barred;

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";

    private string Unchanged() => operation.ChangesState ? $" {NothingChanged}" : string.Empty;

    private string Advice() => operation.IsSafeToRepeat
        ? " Asking again is safe."
        : $" Do not just ask again. {operation.AdviceWhenUnsafe}";

    private ControlCallDetails Details() => new()
    {
        Service = operation.Service,
        Operation = operation.Name,
        Target = target,
        StatusCode = failure.Answer?.Status,
        ServiceMessage = failure.Answer?.Message,
        RequestId = failure.Answer?.AnyRequestId,
        ResponseBody = failure.Answer?.Body,
        RetryAfter = failure.RetryAfter,
        Attempts = attempts,
        ErrorType = failure.ErrorType,
    };
}
