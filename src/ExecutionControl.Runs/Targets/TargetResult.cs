using System.Text.Json.Serialization;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>What became of a target, as data that the journal keeps. Never holds a credential.</summary>
public sealed record TargetResult
{
    /// <summary>What became of it.</summary>
    public required TargetOutcome Outcome { get; init; }

    /// <summary>Whether making the same call again can do no harm.</summary>
    public bool SafeToRepeat { get; init; } = true;

    /// <summary>What happened, for a person; <see langword="null"/> where the outcome says it all.</summary>
    public string? Message { get; init; }

    /// <summary>Why the service said no; <see cref="RefusalReason.None"/> where it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RefusalReason Reason { get; init; }

    /// <summary>The HTTP status of the last answer; <see langword="null"/> when there was none or it is of no interest.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What the service said, in its words; <see langword="null"/> when it said nothing that can be read.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>The service's id of the request, where it gives one.</summary>
    public string? RequestId { get; init; }

    /// <summary>How many attempts were made; 0 when nothing was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>The state in which the answer or a look showed the target, in the service's words; <see langword="null"/> when nothing was seen.</summary>
    public string? State { get; init; }

    /// <summary>How many executions a resolve has settled; <see langword="null"/> when that is not known or not asked.</summary>
    public long? Settled { get; init; }

    /// <summary>Whether the service goes on with the work in the background.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsSettling { get; init; }

    /// <summary>What the service itself could not confirm, in its words; <see langword="null"/> when it confirmed everything.</summary>
    public string? Warning { get; init; }

    /// <summary>
    /// Whether no answer but a look at the target has settled it: after a process that ended between the call and its answer.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsSettledByLook { get; init; }

    /// <summary>Whether the call was cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCanceled { get; init; }

    /// <summary>How long the service asked to wait before the next call; <see langword="null"/> when it did not. Not kept.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What waiting for the effect showed; <see langword="null"/> where nobody waited.</summary>
    public WaitOutcome? Wait { get; init; }

    /// <summary>Whether the target was neither changed as was wanted nor so before.</summary>
    [JsonIgnore]
    public bool IsFailure => Outcome is not (TargetOutcome.Applied or TargetOutcome.AlreadySo or TargetOutcome.NotSent);

    /// <summary>Takes what a client returned.</summary>
    /// <param name="result">What the client returned.</param>
    /// <param name="state">The state that the answer showed; <see langword="null"/> where it showed none.</param>
    /// <returns>The same as data.</returns>
    public static TargetResult From(ControlResult result, string? state = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new TargetResult
        {
            Outcome = Of(result.Outcome),
            SafeToRepeat = result.Operation?.IsSafeToRepeat ?? false,
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            IsSettling = result.IsSettling,
            Warning = result.Warning,
            State = string.IsNullOrEmpty(state) ? null : state,
        };
    }

    /// <summary>Takes what a client's failure tells.</summary>
    /// <param name="failure">A <see cref="ControlCallException"/>, a <see cref="ControlCallCanceledException"/> or the same as data.</param>
    /// <returns>The same as data.</returns>
    public static TargetResult From(IControlCallFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new TargetResult
        {
            Outcome = Of(failure.Outcome),
            SafeToRepeat = failure.SafeToRepeat,
            Message = failure.Message,
            Reason = failure.Reason,
            StatusCode = failure.Details.StatusCode,
            ServiceMessage = failure.Details.ServiceMessage,
            RequestId = failure.Details.RequestId,
            Attempts = failure.Details.Attempts,
            State = failure.Details.ObservedState,
            Settled = failure.Details.Totals?.ResolvedCount,
            RetryAfter = failure.RetryAfter,
            IsCanceled = failure is OperationCanceledException or ControlCallFailure { IsCanceled: true },
        };
    }

    /// <summary>The result of a target for which nothing was sent.</summary>
    /// <param name="reason">Why, for a person.</param>
    /// <returns>The result.</returns>
    public static TargetResult NotSent(string reason) => new() { Outcome = TargetOutcome.NotSent, Message = reason };

    private static TargetOutcome Of(ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Applied => TargetOutcome.Applied,
        ControlOutcome.AlreadySo => TargetOutcome.AlreadySo,
        ControlOutcome.Partial => TargetOutcome.Partial,
        ControlOutcome.Refused => TargetOutcome.Refused,
        ControlOutcome.NotApplied => TargetOutcome.NotApplied,
        _ => TargetOutcome.Unknown,
    };
}
