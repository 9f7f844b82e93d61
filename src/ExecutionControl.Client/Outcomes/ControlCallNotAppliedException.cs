namespace ExecutionControl.Client;

/// <summary>No attempt can have been processed, and retries are used up. Asking again is always harmless.</summary>
/// <param name="message">What happened, for a person.</param>
/// <param name="details">The facts.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ControlCallNotAppliedException(string message, ControlCallDetails details, Exception? innerException = null)
    : ControlCallException(message, ControlOutcome.NotApplied, safeToRepeat: true, details, innerException);
