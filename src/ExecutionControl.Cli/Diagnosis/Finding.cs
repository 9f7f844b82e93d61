using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Diagnosis;

/// <summary>One thing that doctor looked at.</summary>
/// <param name="Check">What it is, such as <c>kubiya credential</c>.</param>
/// <param name="Status">How it is.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Advice">What to do about it; null when there is nothing to do.</param>
internal sealed record Finding(
    string Check,
    [property: JsonConverter(typeof(CamelCaseEnumConverter<FindingStatus>))] FindingStatus Status,
    string Detail,
    string? Advice = null)
{
    /// <summary>The exit code that a problem stands for.</summary>
    [JsonIgnore]
    public ExitCode ExitCode { get; init; } = ExitCode.NotSent;
}

/// <summary>How good or bad something is that doctor looked at.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but deserves attention.</summary>
    Warning,

    /// <summary>It keeps commands from working.</summary>
    Problem,
}
