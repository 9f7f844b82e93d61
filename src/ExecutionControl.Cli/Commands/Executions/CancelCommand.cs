using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions cancel</c>: stops executions in good order.</summary>
internal sealed class CancelCommand(CommandHost host) : ExecutionControlCommand<NoInput>(
    host,
    "cancel",
    "Stop an execution for good that is running or waiting for input; a paused one is to be terminated. It cannot be undone.",
    new ExecutionSentences("the cancellation", "Kubiya is cancelling", "is cancelled", "had been stopped before", "no: it cannot be undone"))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions cancel 44444444-4444-4444-8444-444444444444",
        "ectl executions cancel 44444444-4444-4444-8444-444444444444 --wait --timeout 30s",
        "ectl --sandbox executions cancel 44444444-4444-4444-8444-444444444444 --output json",
    ];

    protected override Task<NoInput> ReadInputAsync(CommandContext context, CancellationToken cancellationToken) => NoInput.Task;

    protected override Task<ExecutionCommandResult> TellAsync(KubiyaClient client, string target, NoInput input, CancellationToken cancellationToken) =>
        client.CancelAsync(target, cancellationToken);
}
