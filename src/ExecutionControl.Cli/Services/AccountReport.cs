using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services;

/// <summary>As whom a service was asked.</summary>
internal sealed record AccountReport
{
    /// <summary>The kind of place that host and credential came from.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<SettingsOrigin>))]
    public required SettingsOrigin Origin { get; init; }

    /// <summary>The profile; left out when it was none.</summary>
    public string? Profile { get; init; }

    /// <summary>The file; left out when it was none.</summary>
    public string? File { get; init; }

    /// <summary>The server.</summary>
    public string? Server { get; init; }

    /// <summary>The tenant or organization, such as <c>organization 42</c>; left out where the service names none.</summary>
    public string? Holder { get; init; }
}
