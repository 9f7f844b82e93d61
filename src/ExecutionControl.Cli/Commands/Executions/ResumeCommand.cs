using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Executions;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions resume</c>.</summary>
internal sealed class ResumeCommand(CommandHost host) : ControlCommand<KubiyaClient, NoInput>(
    host,
    new ResumeExecution(),
    "Let a paused execution go on.",
    "The execution to resume: a UUID.",
    static (context, token) => context.OpenAsync(new KubiyaService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions resume 22222222-2222-4222-8222-222222222222",
        "ectl executions resume 22222222-2222-4222-8222-222222222222 --wait --timeout 30s",
        "ectl --sandbox executions resume 22222222-2222-4222-8222-222222222222 --output json",
    ];
}
