using System.CommandLine;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Enables automations that were disabled by hand.</summary>
internal sealed class EnableAutomation() : Operation<ConductorOneClient, NoInput>(ControlOperations.EnableAutomation, OperationJsonContext.Lines.NoInput)
{
    public override OperationHelp Help { get; } = new(
        "Enable an automation that was disabled by hand, so that new events start executions again.",
        "The automation to enable.",
        "ectl automations enable aut_nightly",
        "ectl automations enable aut_runaway --dry-run",
        "ectl --sandbox automations enable aut_nightly --output json");

    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.EnableAutomationAsync(target, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, NoInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var result = await call.SendAsync(() => client.EnableAutomationAsync(call.Target, cancellationToken));
        return new OperationStep(
            result.Warning is null
                ? Accepted(result, $"Applied: automation {call.Target} is enabled; new events start executions.")
                : Accepted(
                    result,
                    $"Accepted, but not confirmed: automation {call.Target} is to be enabled.",
                    "Its circuit breaker is tripped, and keeps it disabled until it is cleared.",
                    $"To clear it: ectl automations clear-breaker {call.Target}"),
            Awaited(result, call.Now));
    }

    public override async Task<WaitReport> WaitAsync(ConductorOneClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        effect.Judge(
            await client.WaitForEnabledAsync(effect.Target, timeout, cancellationToken),
            isEnabled => isEnabled switch
            {
                true => "enabled",
                false => "disabled",
                null => string.Empty,
            });
}
