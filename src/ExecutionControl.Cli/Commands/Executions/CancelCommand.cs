using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Executions;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions cancel</c>.</summary>
internal sealed class CancelCommand(CommandHost host) : ControlCommand<KubiyaClient, NoInput>(
    host,
    new CancelExecution(),
    "Stop an execution for good that is running or waiting for input; a paused one is to be terminated. It cannot be undone.",
    "The execution to cancel: a UUID.",
    static (context, token) => context.OpenAsync(new KubiyaService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions cancel 44444444-4444-4444-8444-444444444444",
        "ectl executions cancel 44444444-4444-4444-8444-444444444444 --wait --timeout 30s",
        "ectl --sandbox executions cancel 44444444-4444-4444-8444-444444444444 --output json",
    ];
}
