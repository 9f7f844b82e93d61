using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// Where an execution stands. Values that this version does not know are kept as they came; values compare without regard to case.
/// </summary>
/// <param name="value">The value as the service writes it.</param>
[JsonConverter(typeof(StateJsonConverter<KubiyaExecutionState>))]
public readonly struct KubiyaExecutionState(string? value) : IEquatable<KubiyaExecutionState>, IParsable<KubiyaExecutionState>
{
    /// <summary>Waits to be queued.</summary>
    public static KubiyaExecutionState Pending { get; } = new("pending");

    /// <summary>Waits to be started.</summary>
    public static KubiyaExecutionState Queued { get; } = new("queued");

    /// <summary>Works.</summary>
    public static KubiyaExecutionState Running { get; } = new("running");

    /// <summary>Waits for a person.</summary>
    public static KubiyaExecutionState WaitingForInput { get; } = new("waiting_for_input");

    /// <summary>Waits to be resumed.</summary>
    public static KubiyaExecutionState Paused { get; } = new("paused");

    /// <summary>Came to its end. Final.</summary>
    public static KubiyaExecutionState Completed { get; } = new("completed");

    /// <summary>Failed. Final.</summary>
    public static KubiyaExecutionState Failed { get; } = new("failed");

    /// <summary>Was cancelled. Final.</summary>
    public static KubiyaExecutionState Cancelled { get; } = new("cancelled");

    /// <summary>Was terminated. Final.</summary>
    public static KubiyaExecutionState Terminated { get; } = new("terminated");

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
    public static bool operator ==(KubiyaExecutionState left, KubiyaExecutionState right) => left.Equals(right);

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator !=(KubiyaExecutionState left, KubiyaExecutionState right) => !left.Equals(right);

    /// <summary>Takes a text for a state; any is one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <returns>The state.</returns>
    public static KubiyaExecutionState Parse(string s, IFormatProvider? provider) => new(s);

    /// <summary>Takes a text for a state; any is one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <param name="result">The state; empty where there is no text.</param>
    /// <returns>Whether there is a text.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out KubiyaExecutionState result)
    {
        result = new KubiyaExecutionState(s);
        return s is not null;
    }

    /// <inheritdoc/>
    public bool Equals(KubiyaExecutionState other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KubiyaExecutionState other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
