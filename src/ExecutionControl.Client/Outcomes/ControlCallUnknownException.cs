namespace ExecutionControl.Client;

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
