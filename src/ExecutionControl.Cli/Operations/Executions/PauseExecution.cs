using System.CommandLine;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Operations.Executions;

/// <summary>Holds executions so that they can go on later.</summary>
internal sealed class PauseExecution() : ExecutionOperation<NoInput>(
    ControlOperations.PauseExecution,
    KubiyaExecutionCommand.Pause,
    new ExecutionWords("the pause", "Kubiya is pausing", "is paused", "was paused before"),
    OperationJsonContext.Lines.NoInput)
{
    public override OperationHelp Help { get; } = new(
        "Pause an execution that is running or waiting for input.",
        "The execution to pause: a UUID.",
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl executions pause 11111111-1111-4111-8111-111111111111 --wait --timeout 30s",
        "ectl executions pause --all --status running --yes",
        "ectl executions list --status running --output jsonl | ectl executions pause - --yes",
        "ectl --sandbox executions pause 11111111-1111-4111-8111-111111111111 --output json");

    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override Task<HttpRequestMessage> PlanAsync(KubiyaClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.PauseExecutionAsync(target, cancellationToken);

    protected override Task<KubiyaExecutionCommandResult> TellAsync(KubiyaClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.PauseExecutionAsync(target, cancellationToken: cancellationToken);
}
