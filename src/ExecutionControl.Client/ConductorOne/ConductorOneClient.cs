using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Resilience;
using Microsoft.Kiota.Abstractions;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Controls ConductorOne's automations and their executions. Safe to use from many threads at once; make one and keep it, as
/// it holds connections and a token.
/// </summary>
public class ConductorOneClient : IDisposable
{
    private const int PageSize = 100;
    private const int BacklogPages = 10;

    private readonly ServerConnection _connection;
    private readonly ConductorOneApiClient _api;
    private readonly PausedExecutionResolver _resolver;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How to reach the service, and as whom.</param>
    /// <exception cref="ArgumentException">An option is missing, malformed or out of its range.</exception>
    public ConductorOneClient(ConductorOneClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ResolvePaused.Validate();
        _connection = ConductorOneCredential.Connect(options);
        _api = new ConductorOneApiClient(_connection.Adapter);
        var backlog = new PausedBacklog(LookAtBacklogAsync, options.TimeProvider, options.ResolvePaused.AttemptTimeout);
        _resolver = new PausedExecutionResolver(_connection, _api, backlog, options.ResolvePaused, options.Retry.MaxAttempts);
    }

    /// <summary>For mocks.</summary>
    protected ConductorOneClient()
    {
        _connection = null!;
        _api = null!;
        _resolver = null!;
    }

    /// <summary>
    /// Runs or cancels every execution of an automation that its circuit breaker paused, again and again until none is left
    /// that could not be settled. Does not close the breaker. One request may take the service minutes.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="decision">What becomes of the paused executions.</param>
    /// <param name="reason">Why, for the service's audit row; at most 1024 bytes of UTF-8.</param>
    /// <param name="progress">Is told after every round.</param>
    /// <param name="cancellationToken">Gives up; what was settled before stays settled.</param>
    /// <returns>What it came to: applied, already so (nothing was paused) or partial (some could not be settled, or a later round could not be made).</returns>
    /// <exception cref="ArgumentException">The id, the decision or the reason is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The caller gave up.</exception>
    public virtual async Task<ResolvePausedResult> ResolvePausedAsync(
        string automationId,
        PausedExecutionDecision decision,
        string? reason = null,
        IProgress<ResolvePausedProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        TargetId.Require(automationId, nameof(automationId));
        reason = ResolveReason.Require(reason, nameof(reason));
        var result = await _resolver.ResolveAsync(automationId, decision, reason, progress, cancellationToken).ConfigureAwait(false);
        return result with { IsCircuitBreakerTripped = await IsTrippedAsync(automationId, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Asks for an execution to be terminated. The service accepts at once; the execution's state follows a little later.</summary>
    /// <param name="executionId">The execution: a 64-bit integer, as a decimal string.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>That the service accepted it. An execution that was final before cannot be told from one that was not.</returns>
    /// <exception cref="ArgumentException">The id is no 64-bit integer; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The caller gave up.</exception>
    public virtual async Task<TerminateExecutionResult> TerminateExecutionAsync(string executionId, CancellationToken cancellationToken = default)
    {
        var id = TargetId.RequireInt64(executionId, nameof(executionId));
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<bool>
            {
                Operation = ConductorOneOperations.Terminate,
                Target = id,
                Send = async (attempt, token) => await _api.Api.V1.Automation_executions[id].Actions.Terminate
                    .PostAsync(new Wire.TerminateAutomationRequestInput(), attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false) is not null
                        ? true
                        : throw new UnreadableAnswerException("the answer was empty"),
                Look = async token =>
                {
                    var execution = await ReadExecutionAsync(id, _connection.LookLimits, token).ConfigureAwait(false);
                    return new Sighting<bool>(execution.State.Value, execution.State == AutomationExecutionState.Terminate, true);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return new TerminateExecutionResult
        {
            Service = ControlService.ConductorOne,
            Target = id,
            Outcome = ControlOutcome.Applied,
            IsSettling = true,
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }

    /// <summary>Reads an automation.</summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The automation.</returns>
    /// <exception cref="ArgumentException">The id is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    public virtual Task<Automation> GetAutomationAsync(string automationId, CancellationToken cancellationToken = default) =>
        ReadAutomationAsync(TargetId.Require(automationId, nameof(automationId)), limits: null, cancellationToken);

    /// <summary>Reads an execution.</summary>
    /// <param name="executionId">The execution: a 64-bit integer, as a decimal string.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The execution.</returns>
    /// <exception cref="ArgumentException">The id is no 64-bit integer; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    public virtual Task<AutomationExecution> GetExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        ReadExecutionAsync(TargetId.RequireInt64(executionId, nameof(executionId)), limits: null, cancellationToken);

    /// <summary>Lets go of the connections and the token.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the connections and the token.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection?.Dispose();
        }
    }

    private async Task<Automation> ReadAutomationAsync(string id, CallLimits? limits, CancellationToken cancellationToken)
    {
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<Automation>
            {
                Operation = ConductorOneOperations.GetAutomation,
                Target = id,
                Limits = limits,
                Send = async (attempt, token) =>
                {
                    var response = await _api.Api.V1.Automations[id].GetAsync(attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    return response?.Automation?.ToAutomation() ?? throw new UnreadableAnswerException("the answer holds no automation");
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    private async Task<AutomationExecution> ReadExecutionAsync(string id, CallLimits? limits, CancellationToken cancellationToken)
    {
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<AutomationExecution>
            {
                Operation = ConductorOneOperations.GetExecution,
                Target = id,
                Limits = limits,
                Send = async (attempt, token) =>
                {
                    var response = await _api.Api.V1.Automation_executions[id].GetAsync(attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    return response?.AutomationExecution?.ToExecution() ?? throw new UnreadableAnswerException("the answer holds no execution");
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    /// <summary>Whether the breaker is tripped now. That it cannot be read takes nothing from what was settled.</summary>
    private async Task<bool?> IsTrippedAsync(string automationId, CancellationToken cancellationToken)
    {
        try
        {
            var automation = await ReadAutomationAsync(automationId, _connection.LookLimits, cancellationToken).ConfigureAwait(false);
            return automation.IsCircuitBreakerTripped;
        }
        catch (Exception exception) when (exception is ControlCallException or ControlCallCanceledException)
        {
            return null;
        }
    }

    private async Task<PausedBacklogView> LookAtBacklogAsync(string automationId, DateTimeOffset? createdBefore, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < BacklogPages; page++)
        {
            var (rows, next) = await SearchPageAsync(
                new AutomationExecutionFilter { AutomationIds = [automationId], States = [AutomationExecutionState.PausedByCircuitBreaker] },
                cursor,
                _connection.LookLimits,
                cancellationToken).ConfigureAwait(false);
            ids.UnionWith(rows.Where(row => createdBefore is null || row.CreatedAt is null || row.CreatedAt < createdBefore).Select(row => row.Id));
            if (string.IsNullOrEmpty(next) || string.Equals(next, cursor, StringComparison.Ordinal))
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
        CallLimits? limits,
        CancellationToken cancellationToken)
    {
        var body = new Wire.SearchAllAutomationExecutionsRequest
        {
            AutomationTemplateIds = filter.AutomationIds.Count > 0 ? [.. filter.AutomationIds] : null,
            ExecutionStates = filter.States.Count > 0 ? [.. filter.States.Select(state => state.Value)] : null,
            AppIds = filter.AppIds.Count > 0 ? [.. filter.AppIds] : null,
            SubjectUserIds = filter.SubjectUserIds.Count > 0 ? [.. filter.SubjectUserIds] : null,
            PageSize = PageSize,
            PageToken = cursor,
        };
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<Wire.SearchAllAutomationExecutionsResponse>
            {
                Operation = ConductorOneOperations.SearchExecutions,
                Target = _connection.Server.Authority,
                Limits = limits,
                Send = async (attempt, token) => await _api.Api.V1.Search.All_automation_executions
                    .PostAsync(body, attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false)
                    ?? throw new UnreadableAnswerException("the answer was empty"),
            },
            cancellationToken).ConfigureAwait(false);
        var rows = (completed.Value.List ?? []).Select(view => view.AutomationExecution).OfType<Wire.AutomationExecution>();
        return ([.. rows.Select(ConductorOneModels.ToExecution)], completed.Value.NextPageToken);
    }
}
