using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions pause</c>: holds executions so that they can go on later.</summary>
internal sealed class PauseCommand(CommandHost host) : ExecutionControlCommand<NoInput>(
    host,
    "pause",
    "Pause an execution that is running or waiting for input.",
    new ExecutionSentences("the pause", "Kubiya is pausing", "is paused", "was paused before", "yes: 'ectl executions resume' lets them go on") { IsHarmless = true })
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl executions pause 11111111-1111-4111-8111-111111111111 --wait --timeout 30s",
        "ectl executions list --status running --output jsonl | ectl executions pause -",
        "ectl --sandbox executions pause 11111111-1111-4111-8111-111111111111 --output json",
    ];

    protected override Task<NoInput> ReadInputAsync(CommandContext context, CancellationToken cancellationToken) => NoInput.Task;

    protected override Task<ExecutionCommandResult> TellAsync(KubiyaClient client, string target, NoInput input, CancellationToken cancellationToken) =>
        client.PauseAsync(target, cancellationToken);
}
