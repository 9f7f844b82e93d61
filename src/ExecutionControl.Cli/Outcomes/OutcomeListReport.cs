using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What a command with several targets says at its end, as one JSON document.</summary>
internal sealed record OutcomeListReport
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/outcome-list";

    /// <summary>What became of all of them: partial when some were accepted and others were not, unknown when any is unknown.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    /// <summary>The exit code, as a number.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>Whether the same command can be given again without doing more than once was meant to any of them.</summary>
    public required bool SafeToRepeat { get; init; }

    /// <summary>How many became what.</summary>
    public required string Message { get; init; }

    /// <summary>The service that was asked.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ControlService>))]
    public required ControlService Service { get; init; }

    /// <summary>The operation.</summary>
    public required string Operation { get; init; }

    /// <summary>Whether the sandbox answered, and no real service.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>As whom the service was asked, and who said so.</summary>
    public AccountReport? Account { get; init; }

    /// <summary>How many targets there were.</summary>
    public required long Count { get; init; }

    /// <summary>What became of each, in the order in which they were named.</summary>
    public required IReadOnlyList<OutcomeReport> Targets { get; init; }

    /// <summary>What deserves attention although the command went on.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
