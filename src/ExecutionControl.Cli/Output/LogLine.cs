using System.Text.Json.Serialization;

namespace ExecutionControl.Cli.Output;

/// <summary>One entry of the client's log, as a line for programs.</summary>
internal sealed record LogLine(string Level, string Name, string Message)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "log";
}
