namespace ExecutionControl.Client;

/// <summary>The caller cancelled the call. The outcome says what that left behind.</summary>
public sealed class ControlCallCanceledException : OperationCanceledException, IControlCallFailure
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="outcome">
    /// <see cref="ControlOutcome.NotApplied"/> when nothing can have been processed, <see cref="ControlOutcome.Partial"/> when earlier rounds
    /// settled something, else <see cref="ControlOutcome.Unknown"/>.
    /// </param>
    /// <param name="safeToRepeat">Whether asking again is harmless.</param>
    /// <param name="details">The facts.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    /// <param name="cancellationToken">The token that was cancelled.</param>
    public ControlCallCanceledException(
        string message,
        ControlOutcome outcome,
        bool safeToRepeat,
        ControlCallDetails details,
        Exception? innerException,
        CancellationToken cancellationToken)
        : base(message, innerException, cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        Outcome = outcome;
        SafeToRepeat = safeToRepeat;
        RepeatCanHelp = safeToRepeat;
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
    public ControlCallDetails Details { get; }
}
