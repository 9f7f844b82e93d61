using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>What is decided about executions that circuit breakers paused.</summary>
internal sealed record BreakerInput
{
    /// <summary>What becomes of them; null to leave them paused.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<PausedExecutionDecision>))]
    public PausedExecutionDecision? Decision { get; init; }

    /// <summary>Why; null where nobody said.</summary>
    public string? Reason { get; init; }
}

/// <summary>The input as a line of JSON.</summary>
[JsonSerializable(typeof(BreakerInput))]
internal sealed partial class BreakerJsonContext : JsonSerializerContext
{
    public static BreakerJsonContext Lines { get; } = new(OperationJsonContext.NewOptions());
}
