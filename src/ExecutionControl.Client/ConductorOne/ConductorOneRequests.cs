using System.Globalization;
using System.Text;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Builds the requests with which <see cref="ConductorOneClient"/> changes something, to be looked at. Nothing is sent, and the messages hold no
/// credential. An operation that may be sent in several rounds or attempts sends the same request in each.
/// </summary>
public class ConductorOneRequests
{
    /// <summary>The service's limit, in bytes of UTF-8.</summary>
    private const int MaxReasonBytes = 1024;

    /// <summary>The service's largest page.</summary>
    private const int PageSize = 100;

    private readonly ServerConnection _connection;
    private readonly ConductorOneApiClient _api;
    private readonly RequestTemplate _resolvePaused;
    private readonly RequestTemplate _clear;
    private readonly RequestTemplate _terminate;
    private readonly RequestTemplate _update;
    private readonly RequestTemplate _automation;
    private readonly RequestTemplate _execution;
    private readonly RequestTemplate _search;

    internal ConductorOneRequests(ServerConnection connection)
    {
        _connection = connection;
        var api = _api = new ConductorOneApiClient(connection.Building);
        _resolvePaused = new(id => api.Api.V1.Automations[id].Circuit_breaker.Resolve_paused.ToPostRequestInformation(new()));
        _clear = new(id => api.Api.V1.Automations[id].Circuit_breaker.Clear.ToPostRequestInformation(new()));
        _terminate = new(id => api.Api.V1.Automation_executions[id].Actions.Terminate.ToPostRequestInformation(new()));
        _update = new(id => api.Api.V1.Automations[id].ToPostRequestInformation(new()));
        _automation = new(id => api.Api.V1.Automations[id].ToGetRequestInformation());
        _execution = new(id => api.Api.V1.Automation_executions[id].ToGetRequestInformation());
        _search = new(_ => api.Api.V1.Search.All_automation_executions.ToPostRequestInformation(new()));
    }

    /// <summary>For mocks.</summary>
    protected ConductorOneRequests()
    {
        _connection = null!;
        _api = null!;
        _resolvePaused = _clear = _terminate = _update = _automation = _execution = _search = null!;
    }

    /// <summary>Builds the request of <see cref="ConductorOneClient.ResolvePausedExecutionsAsync"/>.</summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="decision">What becomes of the paused executions.</param>
    /// <param name="options">What may be said with it: a reason.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id, the decision or the reason is not valid.</exception>
    public virtual Task<HttpRequestMessage> ResolvePausedExecutionsAsync(
        string automationId,
        PausedExecutionDecision decision,
        ResolvePausedOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var body = ResolvePausedBody(decision, options?.Reason);
        return _connection.ShowAsync(ResolvePaused(RequestTemplate.RequireId(automationId, nameof(automationId)), body), cancellationToken);
    }

    /// <summary>Builds the request of <see cref="ConductorOneClient.ClearCircuitBreakerAsync"/>.</summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="decision">What becomes of the paused executions; <see langword="null"/> to leave them paused.</param>
    /// <param name="options">What may be said with it: a reason.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id, the decision or the reason is not valid.</exception>
    public virtual Task<HttpRequestMessage> ClearCircuitBreakerAsync(
        string automationId,
        PausedExecutionDecision? decision = null,
        ClearCircuitBreakerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var body = ClearBody(decision, options?.Reason);
        return _connection.ShowAsync(Clear(RequestTemplate.RequireId(automationId, nameof(automationId)), body), cancellationToken);
    }

    /// <summary>Builds the request of <see cref="ConductorOneClient.TerminateAutomationExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution: a 64-bit integer, as a decimal string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is no 64-bit integer.</exception>
    public virtual Task<HttpRequestMessage> TerminateAutomationExecutionAsync(
        string executionId,
        CancellationToken cancellationToken = default) => _connection.ShowAsync(
        Terminate(RequestTemplate.RequireInt64Id(executionId, nameof(executionId))),
        cancellationToken);

    /// <summary>Builds the request of <see cref="ConductorOneClient.DisableAutomationAsync"/>.</summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> DisableAutomationAsync(string automationId, CancellationToken cancellationToken = default) =>
        UpdateAsync(automationId, isEnabled: false, cancellationToken);

    /// <summary>Builds the request of <see cref="ConductorOneClient.EnableAutomationAsync"/>.</summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> EnableAutomationAsync(string automationId, CancellationToken cancellationToken = default) =>
        UpdateAsync(automationId, isEnabled: true, cancellationToken);

    internal HttpRequestMessage ResolvePaused(string automationId, byte[] body) => _resolvePaused.Create(automationId, body);

    internal HttpRequestMessage Clear(string automationId, byte[] body) => _clear.Create(automationId, body);

    internal HttpRequestMessage Terminate(string executionId) => _terminate.Create(executionId);

    /// <summary>What enables or disables an automation. Without the mask everything else of it would be replaced.</summary>
    internal HttpRequestMessage Update(string automationId, bool isEnabled) => _update.Create(
        automationId,
        RequestTemplate.Body(new Wire.UpdateAutomationRequestInput { Automation = new Wire.Automation { Enabled = isEnabled }, UpdateMask = "enabled" }));

    internal HttpRequestMessage Automation(string id) => _automation.Create(id);

    internal HttpRequestMessage Execution(string id) => _execution.Create(id);

    internal HttpRequestMessage AutomationPage(string? cursor) => RequestTemplate.Create(_api.Api.V1.Automations.ToGetRequestInformation(configuration =>
    {
        configuration.QueryParameters.PageSize = PageSize;
        configuration.QueryParameters.PageToken = cursor;
    }));

    internal HttpRequestMessage SearchPage(AutomationExecutionFilter filter, string? cursor) => _search.Create(
        target: string.Empty,
        RequestTemplate.Body(new Wire.SearchAllAutomationExecutionsRequest
        {
            AutomationTemplateIds = ListOrNone(filter.AutomationIds),
            ExecutionStates = ListOrNone([.. filter.States.Select(state => state.Value)]),
            AppIds = ListOrNone(filter.AppIds),
            SubjectUserIds = ListOrNone(filter.SubjectUserIds),
            PageSize = PageSize,
            PageToken = cursor,
        }));

    /// <summary>What every round of a resolve-paused says.</summary>
    internal static byte[] ResolvePausedBody(PausedExecutionDecision decision, string? reason) => RequestTemplate.Body(
        new Wire.ResolvePausedAutomationExecutionsRequestInput { Decision = GeneratedOf(decision), Reason = RequireReason(reason) });

    /// <summary>What a clear says.</summary>
    internal static byte[] ClearBody(PausedExecutionDecision? decision, string? reason) => RequestTemplate.Body(
        new Wire.ClearAutomationCircuitBreakerRequestInput
        {
            Decision = decision is { } made ? GeneratedOf(made) : null,
            Reason = RequireReason(reason),
        });

    /// <summary>An operation with what is fixed about it once a decision is made; the same where none is.</summary>
    internal static ControlOperation Decided(ControlOperation operation, PausedExecutionDecision? decision) =>
        decision is PausedExecutionDecision.Run or PausedExecutionDecision.Cancel ? operation.WithDecision(WordOf(decision)) : operation;

    /// <summary>The decision as the catalogue of operations calls it.</summary>
    internal static string? WordOf(PausedExecutionDecision? decision) => decision switch
    {
        null => null,
        PausedExecutionDecision.Run => "run",
        PausedExecutionDecision.Cancel => "cancel",
        _ => throw Undecided(decision.Value),
    };

    private static Wire.PausedExecutionDecision GeneratedOf(PausedExecutionDecision decision) => decision switch
    {
        PausedExecutionDecision.Run => Wire.PausedExecutionDecision.Run,
        PausedExecutionDecision.Cancel => Wire.PausedExecutionDecision.Cancel,
        _ => throw Undecided(decision),
    };

    private static ArgumentOutOfRangeException Undecided(PausedExecutionDecision decision) =>
        new(nameof(decision), decision, "The decision must be run or cancel. Nothing was sent.");

    private Task<HttpRequestMessage> UpdateAsync(string automationId, bool isEnabled, CancellationToken cancellationToken) =>
        _connection.ShowAsync(Update(RequestTemplate.RequireId(automationId, nameof(automationId)), isEnabled), cancellationToken);

    private static List<string>? ListOrNone(IReadOnlyList<string> values) => values.Count > 0 ? [.. values] : null;

    private static string? RequireReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetByteCount(reason);
        return bytes <= MaxReasonBytes
            ? reason
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The reason is {bytes} bytes of UTF-8 long; the service takes {MaxReasonBytes}. Nothing was sent."),
                nameof(reason));
    }
}
