using System.CommandLine;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.AutomationExecutions;

/// <summary>Stops automation executions for good.</summary>
internal sealed class TerminateAutomationExecution()
    : Operation<ConductorOneClient, NoInput>(ControlOperations.TerminateAutomationExecution, OperationJsonContext.Lines.NoInput)
{
    public override OperationHelp Help { get; } = new(
        "Stop an automation execution for good. It cannot be undone.",
        "The automation execution to stop: a whole number.",
        "ectl automation-executions terminate 9007199254740993",
        "ectl automation-executions terminate 9007199254740993 --wait --timeout 1m30s",
        "ectl automation-executions terminate --automation aut_nightly --running --yes",
        "ectl automation-executions terminate --running --older-than 1h --max 500 --dry-run",
        "ectl --sandbox automation-executions terminate 9007199254740993 --yes --output json");

    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.TerminateAutomationExecutionAsync(target, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, NoInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var result = await call.SendAsync(() => client.TerminateAutomationExecutionAsync(call.Target, cancellationToken: cancellationToken));
        var accepted = Accepted(
            result,
            result.IsSettling
                ? $"Accepted: ConductorOne took the termination of automation execution {call.Target}. It does not say whether there was anything left to stop."
                : $"Applied: automation execution {call.Target} is terminated.");
        return new OperationStep(accepted, Awaited(result, call.Now));
    }

    public override async Task<WaitReport> WaitAsync(
        ConductorOneClient client,
        AwaitedEffect effect,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var accepted = new TerminateAutomationExecutionResult { Service = effect.Service, Target = effect.Target, Outcome = ControlOutcome.Applied };
        return effect.Judge(await client.WaitAsync(accepted, timeout, cancellationToken: cancellationToken), StateName.Short, state => state.Value);
    }
}
