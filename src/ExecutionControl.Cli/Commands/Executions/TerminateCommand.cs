using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.Executions;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions terminate</c>.</summary>
internal sealed class TerminateCommand(CommandHost host) : ControlCommand<KubiyaClient, TerminateInput>(
    host,
    new TerminateExecution(),
    "Stop an execution at once, in any state that is not final and without letting it clean up. It cannot be undone.",
    "The execution to terminate: a UUID.",
    static (context, token) => context.OpenAsync(new KubiyaService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\"",
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\" --wait --timeout 30s",
        "ectl executions list --status paused --output jsonl | ectl executions terminate - --reason \"stuck since Monday\"",
        "ectl --sandbox executions terminate 22222222-2222-4222-8222-222222222222 --reason rehearsal --dry-run",
    ];
}
