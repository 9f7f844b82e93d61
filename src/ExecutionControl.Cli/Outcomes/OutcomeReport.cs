using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What a command says at its end: as a few lines for people, or as one JSON document for programs.</summary>
internal sealed record OutcomeReport
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/outcome";

    /// <summary>What became of it.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    /// <summary>The exit code, as a number.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>Whether the same command can be given again without doing more than once was meant.</summary>
    public required bool SafeToRepeat { get; init; }

    /// <summary>The whole text in one line.</summary>
    public string Message => string.Join(' ', Lines);

    /// <summary>The text for people, a line for each subject; the first words say the outcome.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The service that was asked, or would have been; null when the command line did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Service { get; init; }

    /// <summary>The operation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Operation { get; init; }

    /// <summary>The target's id, always text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Target { get; init; }

    /// <summary>The request id that the service's support can look up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? RequestId { get; init; }

    /// <summary>Whether the sandbox answered, and no real service.</summary>
    public bool Sandbox { get; init; }

    /// <summary>As whom the service was asked, and who said so.</summary>
    public AccountReport? Account { get; init; }

    /// <summary>The HTTP status of the last answer.</summary>
    public int? Status { get; init; }

    /// <summary>How many times the request was sent.</summary>
    public int? Attempts { get; init; }

    /// <summary>Whether the effect comes later, in the background.</summary>
    public bool? Settling { get; init; }

    /// <summary>Why the service refused.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<RefusalReason>))]
    public RefusalReason? RefusalReason { get; init; }

    /// <summary>The service's own words.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>What a look at the target showed after an unclear failure.</summary>
    public string? ObservedState { get; init; }

    /// <summary>How many seconds the service asked to wait.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>What was decided about the paused executions: run or cancel.</summary>
    public string? Decision { get; init; }

    /// <summary>What a resolve-paused settled.</summary>
    public ResolvePausedTotalsReport? Totals { get; init; }

    /// <summary>The agent run, as the answer showed it.</summary>
    public AgentRunReport? AgentRun { get; init; }

    /// <summary>The execution, as the answer showed it.</summary>
    public ExecutionReport? Execution { get; init; }

    /// <summary>What waiting for the effect showed; only with --wait.</summary>
    public WaitReport? Wait { get; init; }

    /// <summary>What would be sent; only with --dry-run.</summary>
    public PlannedRequest? DryRun { get; init; }

    /// <summary>The plan that was written; only with --plan.</summary>
    public WrittenPlan? Plan { get; init; }

    /// <summary>What deserves attention although the command went on.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Where ectl itself failed; only with --verbose.</summary>
    public string? StackTrace { get; init; }
}

/// <summary>A request that would be sent, without its secrets.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Url">The address.</param>
/// <param name="Headers">The headers, by their names.</param>
/// <param name="Body">The body; null where it has none.</param>
internal sealed record PlannedRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body);

/// <summary>A plan that was written.</summary>
/// <param name="File">The file.</param>
/// <param name="Count">How many targets it has.</param>
/// <param name="Digest">The digest by which an edited plan is known.</param>
internal sealed record WrittenPlan(string File, long Count, string Digest);

/// <summary>The reports of outcomes as JSON.</summary>
[JsonSerializable(typeof(OutcomeReport))]
[JsonSerializable(typeof(OutcomeListReport))]
internal sealed partial class OutcomeJsonContext : JsonSerializerContext
{
    public static OutcomeJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>What became of a command, as a report says it.</summary>
internal enum ReportedOutcome
{
    /// <summary>The service accepted it.</summary>
    Applied,

    /// <summary>The target was in the wanted state before.</summary>
    AlreadySo,

    /// <summary>Some of many were settled.</summary>
    Partial,

    /// <summary>The service said no.</summary>
    Refused,

    /// <summary>No attempt can have been processed.</summary>
    NotApplied,

    /// <summary>It may have been applied.</summary>
    Unknown,

    /// <summary>ectl sent nothing.</summary>
    NotSent,
}

/// <summary>What a resolve-paused settled, over all its rounds.</summary>
internal sealed record ResolvePausedTotalsReport
{
    /// <summary>How many executions were settled; null when the service does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long? Resolved { get; init; }

    /// <summary>How many could not be settled and are still paused.</summary>
    public required long Errored { get; init; }

    /// <summary>How many rounds were answered.</summary>
    public required int Rounds { get; init; }

    /// <summary>Whether more may have been settled than <see cref="Resolved"/> says, because an answer was lost.</summary>
    public required bool LowerBound { get; init; }

    /// <summary>Whether the circuit breaker was still tripped afterwards; null when that could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool? CircuitBreakerTripped { get; init; }

    /// <summary>The work that goes on in the background, when the service resolves there.</summary>
    public string? BulkActionId { get; init; }
}

/// <summary>An agent run as Codegen answered it; ids as text, so that no reader rounds them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganizationId">The organization's number.</param>
/// <param name="Status">Its status.</param>
/// <param name="WebUrl">Where people look at it.</param>
internal sealed record AgentRunReport(string Id, string OrganizationId, string? Status, string? WebUrl);

/// <summary>What Kubiya's answer said of an execution.</summary>
/// <param name="Status">Its status.</param>
/// <param name="WorkflowId">The workflow that it is, where the answer names one.</param>
/// <param name="ServiceMessage">The service's own words.</param>
internal sealed record ExecutionReport(string? Status, string? WorkflowId, string? ServiceMessage);

/// <summary>What waiting for the effect showed.</summary>
/// <param name="Outcome">What it came to.</param>
/// <param name="State">The state that was seen last; null when none was.</param>
/// <param name="ElapsedSeconds">How long it took.</param>
/// <param name="LastFailure">Why the last look failed; null when it did not.</param>
internal sealed record WaitReport(
    [property: JsonConverter(typeof(CamelCaseEnumConverter<WaitOutcome>))] WaitOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? State,
    double ElapsedSeconds,
    string? LastFailure)
{
    /// <summary>The state as people read it, where that differs from the service's own word for it.</summary>
    [JsonIgnore]
    public string? Shown { get; init; }

    /// <summary>Whether what was waited for was seen, also where that is no proof: more looks would show nothing more.</summary>
    [JsonIgnore]
    public bool IsGoalSeen { get; init; }
}
