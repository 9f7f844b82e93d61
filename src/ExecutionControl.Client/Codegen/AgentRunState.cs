using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.Codegen;

/// <summary>
/// Where an agent run stands. Values that this version does not know are kept as they came; values compare without regard to case.
/// </summary>
/// <param name="value">The value as the service writes it.</param>
[JsonConverter(typeof(StateJsonConverter<AgentRunState>))]
public readonly struct AgentRunState(string? value) : IEquatable<AgentRunState>, IParsable<AgentRunState>
{
    /// <summary>Works.</summary>
    public static AgentRunState Active { get; } = new("ACTIVE");

    /// <summary>Works.</summary>
    public static AgentRunState Running { get; } = new("RUNNING");

    /// <summary>Waits to be started.</summary>
    public static AgentRunState Pending { get; } = new("PENDING");

    /// <summary>Its work is being evaluated.</summary>
    public static AgentRunState Evaluation { get; } = new("EVALUATION");

    /// <summary>Waits to be resumed.</summary>
    public static AgentRunState Paused { get; } = new("PAUSED");

    /// <summary>Came to its end, for which the service has two words, <c>COMPLETED</c> and <c>COMPLETE</c>: they are equal. Final.</summary>
    public static AgentRunState Completed { get; } = new("COMPLETED");

    /// <summary>Failed. Final.</summary>
    public static AgentRunState Error { get; } = new("ERROR");

    /// <summary>Failed. Final.</summary>
    public static AgentRunState Failed { get; } = new("FAILED");

    /// <summary>Was cancelled. Final.</summary>
    public static AgentRunState Cancelled { get; } = new("CANCELLED");

    /// <summary>Was stopped. Final.</summary>
    public static AgentRunState Stopped { get; } = new("STOPPED");

    /// <summary>Took too long. Final.</summary>
    public static AgentRunState Timeout { get; } = new("TIMEOUT");

    /// <summary>Used up its iterations. Final.</summary>
    public static AgentRunState MaxIterationsReached { get; } = new("MAX_ITERATIONS_REACHED");

    /// <summary>Used up its tokens. Final.</summary>
    public static AgentRunState OutOfTokens { get; } = new("OUT_OF_TOKENS");

    private readonly string? _value = value;

    /// <summary>The value as the service writes it; empty when the service gave none.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether nothing follows this state, as far as the service's documentation goes; <see langword="false"/> for unknown values.</summary>
    public bool IsFinal =>
        this == Completed
        || this == Error
        || this == Failed
        || this == Cancelled
        || this == Stopped
        || this == Timeout
        || this == MaxIterationsReached
        || this == OutOfTokens;

    // One state that the service writes in two ways.
    private string Word => Value.Equals("COMPLETE", StringComparison.OrdinalIgnoreCase) ? "COMPLETED" : Value;

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator ==(AgentRunState left, AgentRunState right) => left.Equals(right);

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator !=(AgentRunState left, AgentRunState right) => !left.Equals(right);

    /// <summary>Takes a text for a state; any is one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <returns>The state.</returns>
    public static AgentRunState Parse(string s, IFormatProvider? provider) => new(s);

    /// <summary>Takes a text for a state; any is one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <param name="result">The state; empty where there is no text.</param>
    /// <returns>Whether there is a text.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AgentRunState result)
    {
        result = new AgentRunState(s);
        return s is not null;
    }

    /// <inheritdoc/>
    public bool Equals(AgentRunState other) => string.Equals(Word, other.Word, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AgentRunState other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Word);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
