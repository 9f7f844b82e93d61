using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>Reads automations and executions, one or a page at a time, and turns the generated models into the public ones.</summary>
internal sealed class ConductorOneReader(ServerConnection connection, ConductorOneRequests requests)
{
    private const int BacklogPages = 10;

    /// <summary>Reads an automation as evidence of what became of it: an answer about another one is none.</summary>
    public Task<Automation> ObserveAutomationAsync(string id, CallTerms terms, CancellationToken cancellationToken) => GetAutomationAsync(
        id,
        terms.ForLooks,
        automation => AutomationOf(automation) is var read && read.Id == id ? read : throw AboutAnother(read.Id),
        cancellationToken);

    public Task<Automation> GetAutomationAsync(string id, CallTerms terms, CancellationToken cancellationToken) =>
        GetAutomationAsync(id, terms, AutomationOf, cancellationToken);

    /// <summary>Reads whether an automation is enabled, as evidence: an answer that does not say so is none.</summary>
    public Task<EnabledState> ObserveEnabledAsync(string id, CallTerms terms, CancellationToken cancellationToken) =>
        GetAutomationAsync(id, terms.ForLooks, automation => EnabledOf(automation, id), cancellationToken);

    /// <summary>Whether the automation with this id is enabled, by an answer about it.</summary>
    public static EnabledState EnabledOf(Wire.Automation automation, string id) => automation switch
    {
        _ when automation.Id != id => throw AboutAnother(automation.Id),
        { Enabled: { } isEnabled } => new(isEnabled, automation.CircuitBreaker is not null),
        _ => throw new UnreadableAnswerException("the answer does not say whether the automation is enabled"),
    };

    private async Task<T> GetAutomationAsync<T>(string id, CallTerms terms, Func<Wire.Automation, T> read, CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<T>
            {
                Operation = ControlOperations.GetAutomation,
                Target = id,
                Kind = terms.IsLook ? CallKind.Look : CallKind.Call,
                Terms = terms,
                Request = () => requests.Automation(id),
                Read = answer => read(answer.GetObjectValue(Wire.GetAutomationResponse.CreateFromDiscriminatorValue)?.Automation
                    ?? throw new UnreadableAnswerException("the answer holds no automation")),
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    /// <summary>Reads an execution as evidence of what became of it: an answer about another one is none.</summary>
    public Task<AutomationExecution> ObserveExecutionAsync(string id, CallTerms terms, CancellationToken cancellationToken) => GetExecutionAsync(
        id,
        terms.ForLooks,
        execution => execution.Id == id ? execution : throw new UnreadableAnswerException($"the answer is about execution {execution.Id}"),
        cancellationToken);

    public Task<AutomationExecution> GetExecutionAsync(string id, CallTerms terms, CancellationToken cancellationToken) =>
        GetExecutionAsync(id, terms, static execution => execution, cancellationToken);

    private async Task<AutomationExecution> GetExecutionAsync(
        string id,
        CallTerms terms,
        Func<AutomationExecution, AutomationExecution> require,
        CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<AutomationExecution>
            {
                Operation = ControlOperations.GetAutomationExecution,
                Target = id,
                Kind = terms.IsLook ? CallKind.Look : CallKind.Call,
                Terms = terms,
                Request = () => requests.Execution(id),
                Read = answer => require(ExecutionOf(
                    answer.GetObjectValue(Wire.GetAutomationExecutionResponse.CreateFromDiscriminatorValue)?.AutomationExecution
                        ?? throw new UnreadableAnswerException("the answer holds no execution"))),
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    public IAsyncEnumerable<Automation> ListAutomationsAsync(CallTerms terms, CancellationToken cancellationToken) => Pages.ByCursorAsync(
        connection.Executor.Telemetry,
        terms,
        ControlOperations.ListAutomations,
        connection.Server.Authority,
        static automation => automation.Id,
        async (cursor, token) =>
        {
            var completed = await connection.Executor.ExecuteAsync(
                new ControlCall<(IReadOnlyList<Automation> Rows, string? NextCursor)>
                {
                    Operation = ControlOperations.ListAutomations,
                    Target = connection.Server.Authority,
                    Kind = CallKind.Page,
                    Terms = terms,
                    Request = () => requests.AutomationPage(cursor),
                    Read = static answer =>
                    {
                        var page = answer.GetObjectValue(Wire.ListAutomationsResponse.CreateFromDiscriminatorValue)
                            ?? throw new UnreadableAnswerException("the answer was empty");
                        return ([.. (page.List ?? throw NoList()).Select(AutomationOf)], page.NextPageToken);
                    },
                },
                token).ConfigureAwait(false);
            return completed.Value;
        },
        cancellationToken);

    public IAsyncEnumerable<AutomationExecution> ListExecutionsAsync(
        AutomationExecutionFilter filter,
        CallTerms terms,
        CancellationToken cancellationToken) => Pages.ByCursorAsync(
        connection.Executor.Telemetry,
        terms,
        ControlOperations.ListAutomationExecutions,
        connection.Server.Authority,
        static execution => execution.Id,
        (cursor, token) => SearchPageAsync(filter, cursor, terms, token),
        cancellationToken);

    /// <summary>Looks at the executions of one automation that are paused, as far as a bounded number of pages goes.</summary>
    public async Task<PausedBacklogView> ObserveBacklogAsync(
        string automationId,
        DateTimeOffset? createdBefore,
        CallTerms terms,
        CancellationToken cancellationToken,
        int maxPages = BacklogPages)
    {
        var filter = new AutomationExecutionFilter { AutomationIds = [automationId], States = [AutomationExecutionState.PausedByCircuitBreaker] };
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < maxPages; page++)
        {
            var (rows, next) = await SearchPageAsync(filter, cursor, terms.ForLooks, cancellationToken).ConfigureAwait(false);
            ids.UnionWith(rows.Where(row => createdBefore is null || row.CreatedAt is null || row.CreatedAt < createdBefore).Select(row => row.Id));
            if (string.IsNullOrEmpty(next) || next == cursor)
            {
                return new PausedBacklogView(ids, string.IsNullOrEmpty(next));
            }

            cursor = next;
        }

        return new PausedBacklogView(ids, IsComplete: false);
    }

    private async Task<(IReadOnlyList<AutomationExecution> Rows, string? NextCursor)> SearchPageAsync(
        AutomationExecutionFilter filter,
        string? cursor,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<(IReadOnlyList<AutomationExecution> Rows, string? NextCursor)>
            {
                Operation = ControlOperations.ListAutomationExecutions,
                Target = connection.Server.Authority,
                Kind = terms.IsLook ? CallKind.Look : CallKind.Page,
                Terms = terms,
                Request = () => requests.SearchPage(filter, cursor),
                Read = static answer =>
                {
                    var page = answer.GetObjectValue(Wire.SearchAllAutomationExecutionsResponse.CreateFromDiscriminatorValue)
                        ?? throw new UnreadableAnswerException("the answer was empty");
                    var rows = (page.List ?? throw NoList()).Select(view => view.AutomationExecution ?? new Wire.AutomationExecution());
                    return ([.. rows.Select(ExecutionOf)], page.NextPageToken);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    /// <summary>The name of a background action; <see langword="null"/> for what is none.</summary>
    public static string? BulkActionIdOf(string? text) => text is null or "" or "true" or "false" || text[0] is '{' or '[' ? null : text;

    private static Automation AutomationOf(Wire.Automation automation) => new()
    {
        Id = automation.Id ?? throw new UnreadableAnswerException("an automation in the answer has no id"),
        DisplayName = automation.DisplayName,
        Description = automation.Description,
        IsEnabled = automation.Enabled ?? false,
        IsDraft = automation.IsDraft ?? false,
        AppId = automation.AppId,
        CircuitBreakerMax = automation.CircuitBreakerMax ?? 0,
        CircuitBreakerPeriod = automation.CircuitBreakerPeriod,
        CircuitBreaker = automation.CircuitBreaker is { } trip
            ? new CircuitBreakerTrip
            {
                ObservedCount = trip.ObservedCount ?? 0,
                Threshold = trip.Threshold ?? 0,
                Period = trip.Period,
                TrippedAt = trip.TrippedAt,
            }
            : null,
        CreatedAt = automation.CreatedAt,
        LastExecutedAt = automation.LastExecutedAt,
    };

    private static AutomationExecution ExecutionOf(Wire.AutomationExecution execution) => new()
    {
        Id = execution.Id ?? throw new UnreadableAnswerException("an execution in the answer has no id"),
        AutomationId = execution.AutomationTemplateId,
        State = new AutomationExecutionState(execution.State),
        CreatedAt = execution.CreatedAt,
        UpdatedAt = execution.UpdatedAt,
        CompletedAt = execution.CompletedAt,
    };

    private static UnreadableAnswerException AboutAnother(string? id) => new($"the answer is about automation {id}");

    /// <summary>The service writes an empty list, too: an answer without one is not the end of anything.</summary>
    private static UnreadableAnswerException NoList() => new("the answer holds no list");
}
