using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Executions;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions pause</c>.</summary>
internal sealed class PauseCommand(CommandHost host) : ControlCommand<KubiyaClient, NoInput>(
    host,
    new PauseExecution(),
    "Pause an execution that is running or waiting for input.",
    "The execution to pause: a UUID.",
    static (context, token) => context.OpenAsync(new KubiyaService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl executions pause 11111111-1111-4111-8111-111111111111 --wait --timeout 30s",
        "ectl executions list --status running --output jsonl | ectl executions pause -",
        "ectl --sandbox executions pause 11111111-1111-4111-8111-111111111111 --output json",
    ];
}
