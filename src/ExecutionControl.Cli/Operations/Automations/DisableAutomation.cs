using System.CommandLine;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Disables automations by hand, so that new events start nothing.</summary>
internal sealed class DisableAutomation() : Operation<ConductorOneClient, NoInput>(ControlOperations.DisableAutomation, OperationJsonContext.Lines.NoInput)
{
    public override OperationHelp Help { get; } = new(
        "Disable an automation by hand, so that new events start nothing. What runs goes on, what is paused stays paused.",
        "The automation to disable.",
        "ectl automations disable aut_runaway",
        "ectl automations disable aut_runaway aut_backlog --yes",
        "ectl --sandbox automations disable aut_nightly --wait --output json");

    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.DisableAutomationAsync(target, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, NoInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var result = await call.SendAsync(() => client.DisableAutomationAsync(call.Target, cancellationToken));
        return new OperationStep(
            Accepted(result, $"Applied: automation {call.Target} is disabled; new events start nothing. What runs goes on, and what is paused stays paused."),
            Awaited(result, call.Now));
    }

    public override async Task<WaitReport> WaitAsync(ConductorOneClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        effect.Judge(
            await client.WaitForDisabledAsync(effect.Target, timeout, cancellationToken),
            isEnabled => isEnabled switch
            {
                true => "enabled",
                false => "disabled",
                null => string.Empty,
            });
}
