namespace ExecutionControl.Runs;

/// <summary>A plan cannot be used as it is. Nothing was sent.</summary>
/// <param name="message">What is wrong with it, for a person.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class PlanFormatException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The number of the line that is wrong, from 1; <see langword="null"/> where it is no single one.</summary>
    public long? Line { get; init; }

    /// <summary>
    /// Whether the plan is whole and can be read, but is not what was written: it was edited, and can be accepted as a new plan, see
    /// <see cref="PlanReaderOptions.AcceptEdited"/>.
    /// </summary>
    public bool IsEdited { get; init; }
}
