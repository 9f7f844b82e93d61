using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Whether a target is still as a plan saw it.</summary>
public static class TargetState
{
    /// <summary>
    /// Whether a state is still the one that was seen, as far as the operation is concerned: the same; or another from which the operation works
    /// alike, such as running and waiting for input for a pause; or, where nothing undoes the operation and a second one is harmless, another
    /// that is not at its end yet either.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="seen">The state that was seen; <see langword="null"/> where nobody looked.</param>
    /// <param name="now">The state now; <see langword="null"/> where nothing can be seen.</param>
    /// <returns>Whether it is; also where nobody looked or nothing can be seen.</returns>
    public static bool IsStill(ControlOperation operation, string? seen, string? now)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (seen is null || now is null || string.Equals(seen, now, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (operation.Undo?.OperationId is { } id && ControlOperations.Find(id)?.Goal is { Proving.Count: > 0 } before)
        {
            return before.IsProvenBy(seen) && before.IsProvenBy(now);
        }

        return operation is { IsSafeToRepeat: true, Goal: { Verifying.Count: > 0 } goal }
            && goal.Judge(seen) == WaitOutcome.StillInFlight
            && goal.Judge(now) == WaitOutcome.StillInFlight;
    }
}
