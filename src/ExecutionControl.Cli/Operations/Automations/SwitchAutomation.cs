using System.CommandLine;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Switches automations on or off by hand.</summary>
/// <param name="entry">Its entry of the catalogue.</param>
internal abstract class SwitchAutomation(ControlOperation entry) : Operation<ConductorOneClient, NoInput>(entry, OperationJsonContext.Lines.NoInput)
{
    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, NoInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var result = await call.SendAsync(() => SwitchAsync(client, call.Target, cancellationToken));
        return new OperationStep(Accepted(result, Lines(call.Target, result)), Awaited(result, call.Now));
    }

    public override async Task<WaitReport> WaitAsync(ConductorOneClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        effect.Judge(
            await client.WaitAsync(Accepted(effect), timeout, cancellationToken: cancellationToken),
            isEnabled => isEnabled switch
            {
                true => "enabled",
                false => "disabled",
                null => string.Empty,
            });

    /// <summary>Switches an automation.</summary>
    protected abstract Task<UpdateAutomationResult> SwitchAsync(ConductorOneClient client, string target, CancellationToken cancellationToken);

    /// <summary>Says what was done.</summary>
    protected abstract IReadOnlyList<string> Lines(string target, UpdateAutomationResult result);

    private UpdateAutomationResult Accepted(AwaitedEffect effect)
    {
        var isToBeEnabled = Entry == ControlOperations.EnableAutomation;
        return new UpdateAutomationResult
        {
            Service = effect.Service,
            Target = effect.Target,
            Outcome = ControlOutcome.Applied,
            IsToBeEnabled = isToBeEnabled,
            IsEnabled = isToBeEnabled,
        };
    }
}

/// <summary>Disables automations by hand, so that new events start nothing.</summary>
internal sealed class DisableAutomation() : SwitchAutomation(ControlOperations.DisableAutomation)
{
    public override OperationHelp Help { get; } = new(
        "Disable an automation by hand, so that new events start nothing. What runs goes on, what is paused stays paused.",
        "The automation to disable.",
        "ectl automations disable aut_runaway",
        "ectl automations disable aut_runaway aut_backlog --yes",
        "ectl --sandbox automations disable aut_nightly --wait --output json");

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.DisableAutomationAsync(target, cancellationToken);

    protected override Task<UpdateAutomationResult> SwitchAsync(ConductorOneClient client, string target, CancellationToken cancellationToken) =>
        client.DisableAutomationAsync(target, cancellationToken: cancellationToken);

    protected override IReadOnlyList<string> Lines(string target, UpdateAutomationResult result) =>
        [$"Applied: automation {target} is disabled; new events start nothing.", "What runs goes on, and what is paused stays paused."];
}

/// <summary>Enables automations that were disabled by hand.</summary>
internal sealed class EnableAutomation() : SwitchAutomation(ControlOperations.EnableAutomation)
{
    public override OperationHelp Help { get; } = new(
        "Enable an automation that was disabled by hand, so that new events start executions again.",
        "The automation to enable.",
        "ectl automations enable aut_nightly",
        "ectl automations enable aut_runaway --dry-run",
        "ectl --sandbox automations enable aut_nightly --output json");

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.EnableAutomationAsync(target, cancellationToken);

    protected override Task<UpdateAutomationResult> SwitchAsync(ConductorOneClient client, string target, CancellationToken cancellationToken) =>
        client.EnableAutomationAsync(target, cancellationToken: cancellationToken);

    protected override IReadOnlyList<string> Lines(string target, UpdateAutomationResult result) => result.Warning is null
        ? [$"Applied: automation {target} is enabled; new events start executions."]
        :
        [
            $"Accepted, but not confirmed: automation {target} is to be enabled.",
            "Its circuit breaker is tripped, and keeps it disabled until it is cleared.",
            $"To clear it: ectl automations clear-breaker {target}",
        ];
}
