namespace ExecutionControl.Client.Codegen;

/// <summary>
/// Where an agent run stands. Values that this version does not know are kept as they came; values compare without regard to case.
/// </summary>
/// <param name="value">The value as the service writes it.</param>
public readonly struct AgentRunStatus(string? value) : IEquatable<AgentRunStatus>
{
    /// <summary>Works.</summary>
    public static AgentRunStatus Active { get; } = new("ACTIVE");

    /// <summary>Works.</summary>
    public static AgentRunStatus Running { get; } = new("RUNNING");

    /// <summary>Waits to be started.</summary>
    public static AgentRunStatus Pending { get; } = new("PENDING");

    /// <summary>Its work is being evaluated.</summary>
    public static AgentRunStatus Evaluation { get; } = new("EVALUATION");

    /// <summary>Waits to be resumed.</summary>
    public static AgentRunStatus Paused { get; } = new("PAUSED");

    /// <summary>Came to its end. Final.</summary>
    public static AgentRunStatus Complete { get; } = new("COMPLETE");

    /// <summary>Came to its end. Final.</summary>
    public static AgentRunStatus Completed { get; } = new("COMPLETED");

    /// <summary>Failed. Final.</summary>
    public static AgentRunStatus Error { get; } = new("ERROR");

    /// <summary>Failed. Final.</summary>
    public static AgentRunStatus Failed { get; } = new("FAILED");

    /// <summary>Was cancelled. Final.</summary>
    public static AgentRunStatus Cancelled { get; } = new("CANCELLED");

    /// <summary>Was stopped. Final.</summary>
    public static AgentRunStatus Stopped { get; } = new("STOPPED");

    /// <summary>Took too long. Final.</summary>
    public static AgentRunStatus Timeout { get; } = new("TIMEOUT");

    /// <summary>Used up its iterations. Final.</summary>
    public static AgentRunStatus MaxIterationsReached { get; } = new("MAX_ITERATIONS_REACHED");

    /// <summary>Used up its tokens. Final.</summary>
    public static AgentRunStatus OutOfTokens { get; } = new("OUT_OF_TOKENS");

    private readonly string? _value = value;

    /// <summary>The value as the service writes it; empty when the service gave none.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether nothing follows this state, as far as the service's documentation goes; <see langword="false"/> for unknown values.</summary>
    public bool IsFinal =>
        this == Complete
        || this == Completed
        || this == Error
        || this == Failed
        || this == Cancelled
        || this == Stopped
        || this == Timeout
        || this == MaxIterationsReached
        || this == OutOfTokens;

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator ==(AgentRunStatus left, AgentRunStatus right) => left.Equals(right);

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator !=(AgentRunStatus left, AgentRunStatus right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AgentRunStatus other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AgentRunStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
