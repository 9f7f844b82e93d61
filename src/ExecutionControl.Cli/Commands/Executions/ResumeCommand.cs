using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions resume</c>: lets paused executions go on.</summary>
internal sealed class ResumeCommand(CommandHost host) : ExecutionControlCommand<NoInput>(
    host,
    "resume",
    "Let a paused execution go on.",
    new ExecutionSentences("the resumption", "Kubiya is resuming", "goes on", "was not paused and goes on", "in part: 'ectl executions pause' holds them again, what they did meanwhile is done") { IsHarmless = true })
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions resume 22222222-2222-4222-8222-222222222222",
        "ectl executions resume 22222222-2222-4222-8222-222222222222 --wait --timeout 30s",
        "ectl --sandbox executions resume 22222222-2222-4222-8222-222222222222 --output json",
    ];

    protected override Task<NoInput> ReadInputAsync(CommandContext context, CancellationToken cancellationToken) => NoInput.Task;

    protected override Task<ExecutionCommandResult> TellAsync(KubiyaClient client, string target, NoInput input, CancellationToken cancellationToken) =>
        client.ResumeAsync(target, cancellationToken);
}
