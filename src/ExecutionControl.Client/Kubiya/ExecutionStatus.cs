namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// Where an execution stands. Values that this version does not know are kept as they came; values compare without regard to case.
/// </summary>
/// <param name="value">The value as the service writes it.</param>
public readonly struct ExecutionStatus(string? value) : IEquatable<ExecutionStatus>
{
    /// <summary>Waits to be queued.</summary>
    public static ExecutionStatus Pending { get; } = new("pending");

    /// <summary>Waits to be started.</summary>
    public static ExecutionStatus Queued { get; } = new("queued");

    /// <summary>Works.</summary>
    public static ExecutionStatus Running { get; } = new("running");

    /// <summary>Waits for a person.</summary>
    public static ExecutionStatus WaitingForInput { get; } = new("waiting_for_input");

    /// <summary>Waits to be resumed.</summary>
    public static ExecutionStatus Paused { get; } = new("paused");

    /// <summary>Came to its end. Final.</summary>
    public static ExecutionStatus Completed { get; } = new("completed");

    /// <summary>Failed. Final.</summary>
    public static ExecutionStatus Failed { get; } = new("failed");

    /// <summary>Was cancelled. Final.</summary>
    public static ExecutionStatus Cancelled { get; } = new("cancelled");

    /// <summary>Was terminated. Final.</summary>
    public static ExecutionStatus Terminated { get; } = new("terminated");

    private readonly string? _value = value;

    /// <summary>The value as the service writes it; empty when the service gave none.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether nothing follows this state, as far as the service's documentation goes; <see langword="false"/> for unknown values.</summary>
    public bool IsFinal =>
        this == Completed
        || this == Failed
        || this == Cancelled
        || this == Terminated;

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator ==(ExecutionStatus left, ExecutionStatus right) => left.Equals(right);

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator !=(ExecutionStatus left, ExecutionStatus right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ExecutionStatus other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExecutionStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
