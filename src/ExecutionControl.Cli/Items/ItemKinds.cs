using System.Globalization;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Items;

/// <summary>The four kinds of items that ectl shows.</summary>
internal static class ItemKinds
{
    public static ItemKind<CountedAutomation, AutomationDocument> Automation { get; } = new(
        ControlTargetKind.Automation, AutomationDocument.Of, () => ItemJsonContext.Readable.AutomationDocument)
    {
        Facts = new ItemFacts<CountedAutomation>(row => row.Automation.Id, row => row.Automation.LastExecutedAt, row => row.Automation.DisplayName),
        Columns =
        [
            new("Id", row => row.Automation.Id) { IsId = true },
            new("Breaker", row => Breaker(row.Automation), row => row.Automation.IsCircuitBreakerTripped ? Tone.Bad : Tone.Good),
            new("Paused", row => row.Paused?.ToString() ?? BoundedCount.Unknown, row => row.Paused is { IsAny: false } ? Tone.Plain : Tone.Held),
            TableColumn<CountedAutomation>.OfTime("Tripped", row => row.Automation.CircuitBreaker?.TrippedAt),
            new("State", row => row.Automation.IsDraft ? "draft" : row.Automation.IsEnabled ? "enabled" : "disabled"),
            TableColumn<CountedAutomation>.OfTime("Last run", row => row.Automation.LastExecutedAt),
            new("Name", row => row.Automation.DisplayName),
        ],
        Details =
        [
            new("Description", row => row.Automation.Description),
            new("App", row => row.Automation.AppId),
            new("Limit", row => Limit(row.Automation)),
            new("Observed", row => row.Automation.CircuitBreaker is { } trip ? Number(trip.ObservedCount) : null),
            TableColumn<CountedAutomation>.OfTime("Created", row => row.Automation.CreatedAt),
        ],
    };

    public static ItemKind<AutomationExecution, AutomationExecutionDocument> AutomationExecution { get; } = new(
        ControlTargetKind.AutomationExecution, AutomationExecutionDocument.Of, () => ItemJsonContext.Readable.AutomationExecutionDocument)
    {
        Facts = new ItemFacts<AutomationExecution>(row => row.Id, row => row.CreatedAt) { State = row => row.State.Value },
        Columns =
        [
            new("Id", row => row.Id) { IsId = true },
            new("State", row => StateName.Short(row.State), row => StateTone.Of(row.State)),
            new("Automation", row => row.AutomationId) { IsId = true },
            TableColumn<AutomationExecution>.OfTime("Created", row => row.CreatedAt),
            TableColumn<AutomationExecution>.OfTime("Updated", row => row.UpdatedAt),
            TableColumn<AutomationExecution>.OfTime("Completed", row => row.CompletedAt),
        ],
    };

    public static ItemKind<AgentRun, AgentRunDocument> AgentRun { get; } = new(
        ControlTargetKind.AgentRun, AgentRunDocument.Of, () => ItemJsonContext.Readable.AgentRunDocument)
    {
        Facts = new ItemFacts<AgentRun>(row => Number(row.Id), row => row.CreatedAt, row => row.Summary) { State = row => row.State.Value },
        Columns =
        [
            new("Id", row => Number(row.Id)) { IsId = true },
            new("Status", row => row.State.Value, row => StateTone.Of(row.State)),
            TableColumn<AgentRun>.OfTime("Created", row => row.CreatedAtText),
            new("Source", row => row.SourceType),
            new("Summary", row => row.Summary),
        ],
        Details =
        [
            new("Organization", row => Number(row.OrganizationId)),
            new("Result", row => row.Result),
            new("Address", row => row.WebUrl),
            new("Pull requests", row => string.Join(
                ", ", row.PullRequests.Select(request => request.Url ?? request.Title ?? (request.Id is { } id ? Number(id) : "without a name")))),
        ],
    };

    public static ItemKind<KubiyaExecution, ExecutionDocument> Execution { get; } = new(
        ControlTargetKind.Execution, ExecutionDocument.Of, () => ItemJsonContext.Readable.ExecutionDocument)
    {
        Facts = new ItemFacts<KubiyaExecution>(row => row.Id, row => row.CreatedAt, row => row.EntityName) { State = row => row.State.Value },
        Columns =
        [
            new("Id", row => row.Id) { IsId = true },
            new("Status", row => row.State.Value, row => StateTone.Of(row.State)),
            TableColumn<KubiyaExecution>.OfTime("Created", row => row.CreatedAtText),
            TableColumn<KubiyaExecution>.OfTime("Updated", row => row.UpdatedAtText),
            new("Executes", row => row.EntityName),
            new("User", row => row.UserEmail),
        ],
        Details =
        [
            new("Type", row => row.ExecutionType),
            new("Runner", row => row.RunnerName),
            new("Organization", row => row.OrganizationId),
            TableColumn<KubiyaExecution>.OfTime("Started", row => row.StartedAtText),
            TableColumn<KubiyaExecution>.OfTime("Completed", row => row.CompletedAtText),
            new("Prompt", row => row.Prompt),
            new("Response", row => row.Response),
            new("Error", row => row.ErrorMessage),
        ],
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Breaker(Automation automation) => automation switch
    {
        { IsCircuitBreakerTripped: true } => "tripped",
        { CircuitBreakerMax: 0 } => "off",
        _ => "closed",
    };

    private static string? Limit(Automation automation) => automation.CircuitBreakerMax == 0
        ? null
        : $"{Number(automation.CircuitBreakerMax)} executions per {automation.CircuitBreakerPeriod?.Split('_')[^1].ToLowerInvariant()}";
}

/// <summary>What a state means to somebody who skims a list.</summary>
internal static class StateTone
{
    public static Tone Of(AutomationExecutionState state) => state switch
    {
        _ when state == AutomationExecutionState.PausedByCircuitBreaker => Tone.Held,
        _ when state == AutomationExecutionState.Done => Tone.Good,
        { IsFinal: true } => Tone.Bad,
        _ => Tone.Busy,
    };

    public static Tone Of(AgentRunState status) => status switch
    {
        _ when status == AgentRunState.Paused => Tone.Held,
        _ when status == AgentRunState.Completed => Tone.Good,
        { IsFinal: true } => Tone.Bad,
        _ => Tone.Busy,
    };

    public static Tone Of(KubiyaExecutionState status) => status switch
    {
        _ when status == KubiyaExecutionState.Paused || status == KubiyaExecutionState.WaitingForInput => Tone.Held,
        _ when status == KubiyaExecutionState.Completed => Tone.Good,
        { IsFinal: true } => Tone.Bad,
        _ => Tone.Busy,
    };
}
