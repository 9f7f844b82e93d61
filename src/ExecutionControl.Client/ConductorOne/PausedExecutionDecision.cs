using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>What becomes of the executions that a circuit breaker paused.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<PausedExecutionDecision>))]
public enum PausedExecutionDecision
{
    /// <summary>Nothing was decided. No call takes it.</summary>
    None,

    /// <summary>They go back to PENDING and run.</summary>
    Run,

    /// <summary>They are terminated; this cannot be undone.</summary>
    Cancel,
}
