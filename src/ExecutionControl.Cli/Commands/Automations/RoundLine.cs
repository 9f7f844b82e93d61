using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>One round of a resolve-paused, as a line of progress for programs.</summary>
internal sealed record RoundLine
{
    public string Event { get; } = "round";

    /// <summary>The automation, where there are several.</summary>
    public string? Target { get; init; }

    public required int Round { get; init; }

    /// <summary>How many executions all rounds so far settled; null when the service does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Resolved { get; init; }

    public required long Errored { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Remaining { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required double? NextRoundInSeconds { get; init; }

    public required bool LowerBound { get; init; }

    /// <summary>The time since the first round began.</summary>
    public required double ElapsedSeconds { get; init; }
}

/// <summary>The lines of progress of a resolve-paused as JSON.</summary>
[JsonSerializable(typeof(RoundLine))]
internal sealed partial class RoundJsonContext : JsonSerializerContext
{
    public static RoundJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
