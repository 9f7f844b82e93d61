namespace ExecutionControl.Client;

/// <summary>The root of all failures of control calls but cancellation, see <see cref="ControlCallCanceledException"/>.</summary>
public abstract class ControlCallException : Exception, IControlCallFailure
{
    private protected ControlCallException(string message, ControlOutcome outcome, bool safeToRepeat, ControlCallDetails details, Exception? innerException)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(details);
        Outcome = outcome;
        SafeToRepeat = safeToRepeat;
        RepeatCanHelp = safeToRepeat && outcome != ControlOutcome.Refused;
        Details = details;
    }

    /// <inheritdoc/>
    public ControlOutcome Outcome { get; }

    /// <inheritdoc/>
    public bool SafeToRepeat { get; }

    /// <inheritdoc/>
    public bool RepeatCanHelp { get; init; }

    /// <inheritdoc/>
    public TimeSpan? RetryAfter => Details.RetryAfter;

    /// <inheritdoc/>
    public virtual RefusalReason Reason => RefusalReason.None;

    /// <inheritdoc/>
    public ControlCallDetails Details { get; }
}

/// <summary>No attempt can have been processed, and retries are used up. Asking again is always harmless.</summary>
/// <param name="message">What happened, for a person.</param>
/// <param name="details">The facts.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ControlCallNotAppliedException(string message, ControlCallDetails details, Exception? innerException = null)
    : ControlCallException(message, ControlOutcome.NotApplied, safeToRepeat: true, details, innerException);

/// <summary>The service said no, and nothing changed.</summary>
/// <param name="message">What happened, for a person.</param>
/// <param name="reason">Why the service said no.</param>
/// <param name="details">The facts.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ControlCallRefusedException(string message, RefusalReason reason, ControlCallDetails details, Exception? innerException = null)
    : ControlCallException(message, ControlOutcome.Refused, safeToRepeat: true, details, innerException)
{
    /// <inheritdoc/>
    public override RefusalReason Reason { get; } = reason;
}

/// <summary>
/// The call may have been applied: an attempt was sent and no answer settled it.
/// <see cref="ControlCallDetails.ObservedState"/> holds what a look at the target showed.
/// </summary>
/// <param name="message">What happened, for a person.</param>
/// <param name="safeToRepeat">Whether asking again is harmless.</param>
/// <param name="details">The facts.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ControlCallUnknownException(string message, bool safeToRepeat, ControlCallDetails details, Exception? innerException = null)
    : ControlCallException(message, ControlOutcome.Unknown, safeToRepeat, details, innerException);
