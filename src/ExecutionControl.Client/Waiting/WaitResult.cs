namespace ExecutionControl.Client;

/// <summary>What waiting for an effect showed.</summary>
/// <typeparam name="TState">The kind of state that the target has.</typeparam>
/// <param name="Outcome">How the waiting ended.</param>
/// <param name="State">The state seen last; empty when the target could not be read even once.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record WaitResult<TState>(WaitOutcome Outcome, TState State, TimeSpan Elapsed)
{
    /// <summary>Why the last look failed; <see langword="null"/> when it did not.</summary>
    public ControlCallException? LastFailure { get; init; }
}
