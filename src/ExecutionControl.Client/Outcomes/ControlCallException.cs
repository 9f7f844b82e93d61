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
        Details = details;
    }

    /// <inheritdoc/>
    public ControlOutcome Outcome { get; }

    /// <inheritdoc/>
    public bool SafeToRepeat { get; }

    /// <inheritdoc/>
    public ControlCallDetails Details { get; }
}
