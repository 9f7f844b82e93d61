using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Targets;

/// <summary>How far a command with several targets is, as a line of progress for programs.</summary>
internal sealed record TargetLine
{
    public string Event { get; } = "target";

    public required string? Target { get; init; }

    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    public required ExitCode ExitCode { get; init; }

    /// <summary>How many are done, this one included.</summary>
    public required long Done { get; init; }

    /// <summary>How many there are.</summary>
    public required long Count { get; init; }
}

/// <summary>The lines of progress of several targets as JSON.</summary>
[JsonSerializable(typeof(TargetLine))]
internal sealed partial class TargetJsonContext : JsonSerializerContext
{
    public static TargetJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
