using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Where an automation execution stands. Values that this version does not know are kept as they came; values compare without regard to case.
/// </summary>
/// <param name="value">The value as the service writes it.</param>
[JsonConverter(typeof(StateJsonConverter<AutomationExecutionState>))]
public readonly struct AutomationExecutionState(string? value) : IEquatable<AutomationExecutionState>, IParsable<AutomationExecutionState>
{
    /// <summary>Waits to be started.</summary>
    public static AutomationExecutionState Pending { get; } = new("AUTOMATION_EXECUTION_STATE_PENDING");

    /// <summary>Is being created.</summary>
    public static AutomationExecutionState Creating { get; } = new("AUTOMATION_EXECUTION_STATE_CREATING");

    /// <summary>Looks for its next step.</summary>
    public static AutomationExecutionState GetStep { get; } = new("AUTOMATION_EXECUTION_STATE_GET_STEP");

    /// <summary>Works on a step.</summary>
    public static AutomationExecutionState ProcessStep { get; } = new("AUTOMATION_EXECUTION_STATE_PROCESS_STEP");

    /// <summary>Completes a step.</summary>
    public static AutomationExecutionState CompleteStep { get; } = new("AUTOMATION_EXECUTION_STATE_COMPLETE_STEP");

    /// <summary>Came to its end. Final.</summary>
    public static AutomationExecutionState Done { get; } = new("AUTOMATION_EXECUTION_STATE_DONE");

    /// <summary>Failed. Final.</summary>
    public static AutomationExecutionState Error { get; } = new("AUTOMATION_EXECUTION_STATE_ERROR");

    /// <summary>Was terminated. Final.</summary>
    public static AutomationExecutionState Terminated { get; } = new("AUTOMATION_EXECUTION_STATE_TERMINATE");

    /// <summary>Waits for something outside.</summary>
    public static AutomationExecutionState Waiting { get; } = new("AUTOMATION_EXECUTION_STATE_WAITING");

    /// <summary>Was created while the automation's circuit breaker was tripped, and waits for a decision.</summary>
    public static AutomationExecutionState PausedByCircuitBreaker { get; } = new("AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER");

    private readonly string? _value = value;

    /// <summary>The value as the service writes it; empty when the service gave none.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Whether nothing follows this state, as far as the service's documentation goes; <see langword="false"/> for unknown values.</summary>
    public bool IsFinal =>
        this == Done
        || this == Error
        || this == Terminated;

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator ==(AutomationExecutionState left, AutomationExecutionState right) => left.Equals(right);

    /// <summary>Compares two states without regard to case.</summary>
    public static bool operator !=(AutomationExecutionState left, AutomationExecutionState right) => !left.Equals(right);

    /// <summary>Takes a text for a state; any is one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <returns>The state.</returns>
    public static AutomationExecutionState Parse(string s, IFormatProvider? provider) => new(s);

    /// <summary>Takes a text for a state; any is one.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Makes no difference.</param>
    /// <param name="result">The state; empty where there is no text.</param>
    /// <returns>Whether there is a text.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AutomationExecutionState result)
    {
        result = new AutomationExecutionState(s);
        return s is not null;
    }

    /// <inheritdoc/>
    public bool Equals(AutomationExecutionState other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AutomationExecutionState other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
