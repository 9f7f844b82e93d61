using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>What a run came to, as one JSON document.</summary>
internal sealed record RunReport
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/run-report";

    /// <summary>What became of all targets, as of several that one command names.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    /// <summary>The exit code, as a number.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>Whether the run can be resumed without doing more than once was meant to any target.</summary>
    public required bool SafeToRepeat { get; init; }

    /// <summary>How many became what.</summary>
    public required string Message { get; init; }

    /// <summary>The command.</summary>
    public required string Operation { get; init; }

    /// <summary>Whether the sandbox answered, and no real service.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>The run's id; null where nothing was begun.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Run { get; init; }

    /// <summary>The end of its chain as it is now: kept elsewhere, it shows later whether somebody has written the run anew.</summary>
    public string? Head { get; init; }

    /// <summary>The run that this one undoes.</summary>
    public string? Undoes { get; init; }

    /// <summary>As whom services are asked.</summary>
    public required IReadOnlyList<RunAccountDocument> Accounts { get; init; }

    /// <summary>How many targets stand where.</summary>
    public required RunCountsDocument Counts { get; init; }

    /// <summary>Why it ended before all targets were done; null where it did not.</summary>
    public string? Stopped { get; init; }

    /// <summary>The command that goes on with it; null where nothing is left.</summary>
    public string? Resume { get; init; }

    /// <summary>The targets that are not as was wanted, at most a thousand.</summary>
    public required IReadOnlyList<OutcomeReport> Targets { get; init; }

    /// <summary>What runs on although all was to be frozen.</summary>
    public IReadOnlyList<RunningOn>? RunsOn { get; init; }

    /// <summary>What deserves attention although the command went on.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>What a service cannot pause, and so runs on.</summary>
/// <param name="Kind">What they are, such as <c>agent-runs</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Ids">The first of them.</param>
/// <param name="Advice">What can be done about them.</param>
internal sealed record RunningOn(string Kind, long Count, IReadOnlyList<string> Ids, string Advice);

/// <summary>An account of a run.</summary>
/// <param name="Service">The service.</param>
/// <param name="Name">What the plan calls the account: the profile, or where else it came from.</param>
/// <param name="Server">The server; left out for the sandbox.</param>
/// <param name="Tenant">The tenant or organization.</param>
internal sealed record RunAccountDocument(
    [property: JsonConverter(typeof(CamelCaseEnumConverter<ControlService>))] ControlService Service, string Name, string? Server, string? Tenant)
{
    public static IReadOnlyList<RunAccountDocument> Of(PlanHeader plan) =>
        [.. plan.Accounts.Select(account => new RunAccountDocument(account.Service, account.Name, account.Server, account.Tenant))];
}

/// <summary>How many targets of a run stand where.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Applied">Applied.</param>
/// <param name="AlreadySo">Already so.</param>
/// <param name="Partial">Settled in part.</param>
/// <param name="Refused">Refused by the service.</param>
/// <param name="NotApplied">Not applied.</param>
/// <param name="Unknown">Of an unknown end.</param>
/// <param name="NotSent">Left out: changed since the plan was made, or impossible to send.</param>
/// <param name="Left">Not done yet.</param>
internal sealed record RunCountsDocument(
    long Total, long Applied, long AlreadySo, long Partial, long Refused, long NotApplied, long Unknown, long NotSent, long Left)
{
    public static RunCountsDocument Of(RunCounts counts) => new(
        counts.Total, counts.Applied, counts.AlreadySo, counts.Partial, counts.Refused, counts.NotApplied, counts.Unknown, counts.NotSent, counts.Left);
}

/// <summary>The reports of runs as JSON.</summary>
[JsonSerializable(typeof(RunReport))]
internal sealed partial class RunJsonContext : JsonSerializerContext
{
    public static RunJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
