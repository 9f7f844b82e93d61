using System.CommandLine;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Operations.Executions;

/// <summary>Stops executions in good order.</summary>
internal sealed class CancelExecution() : ExecutionOperation<NoInput>(
    ControlOperations.CancelExecution,
    KubiyaExecutionCommand.Cancel,
    new ExecutionWords("the cancellation", "Kubiya is cancelling", "is cancelled", "had been stopped before"),
    OperationJsonContext.Lines.NoInput)
{
    public override OperationHelp Help { get; } = new(
        "Stop an execution for good that is running or waiting for input; a paused one is to be terminated. It cannot be undone.",
        "The execution to cancel: a UUID.",
        "ectl executions cancel 44444444-4444-4444-8444-444444444444",
        "ectl executions cancel 44444444-4444-4444-8444-444444444444 --wait --timeout 30s",
        "ectl --sandbox executions cancel 44444444-4444-4444-8444-444444444444 --yes --output json");

    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override Task<HttpRequestMessage> PlanAsync(KubiyaClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.CancelExecutionAsync(target, cancellationToken);

    protected override Task<KubiyaExecutionCommandResult> TellAsync(KubiyaClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.CancelExecutionAsync(target, cancellationToken: cancellationToken);
}
