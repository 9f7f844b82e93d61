namespace ExecutionControl.Client;

/// <summary>The service said no, and nothing changed.</summary>
/// <param name="message">What happened, for a person.</param>
/// <param name="reason">Why the service said no.</param>
/// <param name="details">The facts.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ControlCallRefusedException(string message, RefusalReason reason, ControlCallDetails details, Exception? innerException = null)
    : ControlCallException(message, ControlOutcome.Refused, safeToRepeat: true, details, innerException)
{
    /// <summary>Why the service said no.</summary>
    public RefusalReason Reason { get; } = reason;
}
