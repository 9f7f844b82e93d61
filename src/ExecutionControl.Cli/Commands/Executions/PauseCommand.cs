using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions pause</c>: holds one execution so that it can go on later.</summary>
internal sealed class PauseCommand(CommandHost host) : ExecutionControlCommand(
    host,
    "pause",
    "Pause one execution that is running or waiting for input.",
    new ExecutionSentences("the pause", "Kubiya is pausing", "is paused", "was paused before"))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl executions pause 11111111-1111-4111-8111-111111111111 --wait --timeout 30s",
        "ectl --sandbox executions pause 11111111-1111-4111-8111-111111111111 --output json",
    ];

    protected override Task<ExecutionCommandResult> TellAsync(
        KubiyaClient client,
        string target,
        CommandContext context,
        CancellationToken cancellationToken) => context.CallAsync(() => client.PauseAsync(target, cancellationToken));
}
