using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.AutomationExecutions;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions terminate</c>.</summary>
internal sealed class TerminateCommand(CommandHost host) : ControlCommand<ConductorOneClient, NoInput>(
    host,
    new TerminateAutomationExecution(),
    "Stop an automation execution for good. It cannot be undone.",
    "The automation execution to stop: a whole number.",
    static (context, token) => context.OpenAsync(new ConductorOneService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions terminate 9007199254740993",
        "ectl automation-executions terminate 9007199254740993 --wait --timeout 1m30s",
        "ectl automation-executions list --state process-step --output jsonl | ectl automation-executions terminate -",
        "ectl --sandbox automation-executions terminate 9007199254740993 --output json",
    ];
}
