using System.CommandLine;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Operations.Executions;

/// <summary>Lets paused executions go on.</summary>
internal sealed class ResumeExecution() : ExecutionOperation<NoInput>(
    ControlOperations.ResumeExecution,
    KubiyaExecutionCommand.Resume,
    new ExecutionWords("the resumption", "Kubiya is resuming", "goes on", "was not paused and goes on"),
    OperationJsonContext.Lines.NoInput)
{
    public override OperationHelp Help { get; } = new(
        "Let a paused execution go on.",
        "The execution to resume: a UUID.",
        "ectl executions resume 22222222-2222-4222-8222-222222222222",
        "ectl executions resume 22222222-2222-4222-8222-222222222222 --wait --timeout 30s",
        "ectl --sandbox executions resume 22222222-2222-4222-8222-222222222222 --output json");

    public override Task<NoInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(NoInput.Instance);

    public override Task<HttpRequestMessage> PlanAsync(KubiyaClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.ResumeExecutionAsync(target, cancellationToken);

    protected override Task<KubiyaExecutionCommandResult> TellAsync(KubiyaClient client, NoInput input, string target, CancellationToken cancellationToken) =>
        client.ResumeExecutionAsync(target, cancellationToken: cancellationToken);
}
