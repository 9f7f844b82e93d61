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

    private readonly ConductorOneApiClient _api;
    private readonly ServerConnection _connection;

    internal ConductorOneRequests(ServerConnection connection, ConductorOneApiClient api)
    {
        _connection = connection;
        _api = api;
    }

    /// <summary>For mocks.</summary>
    protected ConductorOneRequests()
    {
        _connection = null!;
        _api = null!;
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
        return _connection.BuildAsync(
            _api.Api.V1.Automations[TargetId.Require(automationId, nameof(automationId))].Circuit_breaker.Resolve_paused.ToPostRequestInformation(body),
            cancellationToken);
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
        return _connection.BuildAsync(
            _api.Api.V1.Automations[TargetId.Require(automationId, nameof(automationId))].Circuit_breaker.Clear.ToPostRequestInformation(body),
            cancellationToken);
    }

    /// <summary>Builds the request of <see cref="ConductorOneClient.TerminateAutomationExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution: a 64-bit integer, as a decimal string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is no 64-bit integer.</exception>
    public virtual Task<HttpRequestMessage> TerminateAutomationExecutionAsync(
        string executionId,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
        _api.Api.V1.Automation_executions[TargetId.RequireInt64(executionId, nameof(executionId))].Actions.Terminate
            .ToPostRequestInformation(new Wire.TerminateAutomationRequestInput()),
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

    /// <summary>What enables or disables an automation. Without the mask everything else of it would be replaced.</summary>
    internal static Wire.UpdateAutomationRequestInput EnabledBody(bool isEnabled) =>
        new() { Automation = new Wire.Automation { Enabled = isEnabled }, UpdateMask = "enabled" };

    private Task<HttpRequestMessage> UpdateAsync(string automationId, bool isEnabled, CancellationToken cancellationToken) => _connection.BuildAsync(
        _api.Api.V1.Automations[TargetId.Require(automationId, nameof(automationId))].ToPostRequestInformation(EnabledBody(isEnabled)),
        cancellationToken);

    /// <summary>What every round of a resolve-paused says.</summary>
    internal static Wire.ResolvePausedAutomationExecutionsRequestInput ResolvePausedBody(PausedExecutionDecision decision, string? reason) =>
        new() { Decision = GeneratedOf(decision), Reason = RequireReason(reason) };

    /// <summary>What a clear says.</summary>
    internal static Wire.ClearAutomationCircuitBreakerRequestInput ClearBody(PausedExecutionDecision? decision, string? reason) =>
        new() { Decision = decision is { } made ? GeneratedOf(made) : null, Reason = RequireReason(reason) };

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
