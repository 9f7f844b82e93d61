using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Items;

/// <summary>An item of a service as JSON. Schema and sandbox are said once: by the list, or by an item that stands alone.</summary>
internal abstract record ItemDocument
{
    /// <summary>The name and version of this shape; null inside a list.</summary>
    [JsonPropertyOrder(-4)]
    public string? Schema { get; init; }

    /// <summary>Whether the sandbox answered; null inside a list.</summary>
    [JsonPropertyOrder(-3)]
    public bool? Sandbox { get; init; }

    /// <summary>The service that was asked; null in lists, whose lines and items need no more than their schema.</summary>
    [JsonPropertyOrder(-2)]
    [JsonConverter(typeof(CamelCaseEnumConverter<ControlService>))]
    public ControlService? Service { get; init; }

    /// <summary>The exit code, as a number, of an item that is the whole answer; null in lists.</summary>
    [JsonPropertyOrder(-1)]
    public ExitCode? ExitCode { get; init; }
}

/// <summary>The documents of items as JSON.</summary>
[JsonSerializable(typeof(AutomationDocument))]
[JsonSerializable(typeof(AutomationExecutionDocument))]
[JsonSerializable(typeof(AgentRunDocument))]
[JsonSerializable(typeof(ExecutionDocument))]
internal sealed partial class ItemJsonContext : JsonSerializerContext
{
    public static ItemJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
