using System.Text.Json.Serialization;

namespace ExecutionControl.Cli.Items;

/// <summary>An item of a service as JSON. Schema and sandbox are said once: by the list, or by an item that stands alone.</summary>
internal abstract record ItemDocument
{
    /// <summary>The name and version of this shape; null inside a list.</summary>
    [JsonPropertyOrder(-2)]
    public string? Schema { get; init; }

    /// <summary>Whether the sandbox answered; null inside a list.</summary>
    [JsonPropertyOrder(-1)]
    public bool? Sandbox { get; init; }
}
