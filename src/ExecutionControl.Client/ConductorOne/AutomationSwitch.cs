using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Enables and disables automations. The answer says what the automation is now, and only one that says what was asked for is taken for a
/// success; a tripped breaker hides that it is enabled, and the result then says so. What else the answer holds opens the automation's
/// webhooks, and is taken out before anybody sees it.
/// </summary>
internal sealed class AutomationSwitch(ServerConnection connection, ConductorOneRequests requests, ConductorOneReader reader)
{
    private static readonly HiddenFields _webhookSecrets =
        new("webhookCapabilityUrl", "webhook_capability_url", "webhookHmacSecret", "webhook_hmac_secret");

    public async Task<UpdateAutomationResult> SetAsync(string automationId, bool isEnabled, CallTerms terms, CancellationToken cancellationToken)
    {
        var operation = Operation(isEnabled);
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<EnabledState>
            {
                Operation = operation,
                Target = automationId,
                Terms = terms,
                HiddenFields = _webhookSecrets,
                Request = () => requests.Update(automationId, isEnabled),
                Read = answer =>
                {
                    var response = answer.GetObjectValue(Wire.UpdateAutomationResponse.CreateFromDiscriminatorValue);
                    var automation = response?.Automation ?? throw new UnreadableAnswerException("the answer holds no automation");
                    var state = ConductorOneReader.EnabledOf(automation, automationId);
                    return state.IsEnabled == isEnabled || state is { IsEnabled: false, IsTripped: true }
                        ? state
                        : throw new UnreadableAnswerException($"the answer shows the automation {State(!isEnabled)}");
                },
                Observe = async token =>
                {
                    var state = await reader.ObserveEnabledAsync(automationId, terms, token).ConfigureAwait(false);

                    // A breaker disables an automation, too, until it is cleared: that is no proof that this call has.
                    return state is { IsEnabled: false, IsTripped: true }
                        ? new Observation<EnabledState>($"{State(state.IsEnabled)}, and its breaker is tripped")
                        : new Observation<EnabledState>(State(state.IsEnabled), operation.Goal!.IsProvenBy(State(state.IsEnabled)), state);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return new UpdateAutomationResult
        {
            Service = ControlService.ConductorOne,
            Target = automationId,
            Outcome = ControlOutcome.Applied,
            IsToBeEnabled = isEnabled,
            IsEnabled = completed.Value.IsEnabled,
            Warning = completed.Value.IsEnabled == isEnabled ? null : "its circuit breaker is tripped, and keeps it disabled until the breaker is cleared",
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }

    public Task<WaitResult<bool?>> WaitAsync(UpdateAutomationResult result, TimeSpan timeout, CallTerms terms, CancellationToken cancellationToken)
    {
        var automationId = RequestTemplate.RequireId(result.Target, nameof(result));
        var operation = Operation(result.IsToBeEnabled);
        return connection.Watch(operation, ControlOperations.GetAutomation, terms, automationId).WaitAsync<bool?>(
            async token =>
            {
                var state = await reader.ObserveEnabledAsync(automationId, terms, token).ConfigureAwait(false);

                // What was set by hand cannot be seen while the breaker is tripped.
                return state is { IsEnabled: false, IsTripped: true } ? null : state.IsEnabled;
            },
            isNow => operation.Goal!.Judge(isNow is { } seen ? State(seen) : null),
            unseen: null,
            timeout,
            cancellationToken);
    }

    private static ControlOperation Operation(bool isEnabled) => isEnabled ? ControlOperations.EnableAutomation : ControlOperations.DisableAutomation;

    private static string State(bool isEnabled) => isEnabled ? "enabled" : "disabled";
}

/// <summary>Whether an automation is enabled, and whether its breaker is tripped, which shows it as disabled whatever was set.</summary>
internal readonly record struct EnabledState(bool IsEnabled, bool IsTripped);
