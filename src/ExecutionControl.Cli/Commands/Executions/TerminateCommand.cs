using System.CommandLine;
using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions terminate</c>: stops executions at once, in whatever state they are. Its input is the reason.</summary>
internal sealed class TerminateCommand : ExecutionControlCommand<string>
{
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, kept with the workflow: 1 to 500 characters. Kubiya demands one; on a terminal it is asked for.",
        HelpName = "text",
    };

    public TerminateCommand(CommandHost host)
        : base(
            host,
            "terminate",
            "Stop an execution at once, in any state that is not final and without letting it clean up. It cannot be undone.",
            new ExecutionSentences(
                "the termination",
                "Kubiya is terminating",
                "is terminated",
                "had been stopped before",
                "no: it cannot be undone, and an execution does not clean up"))
    {
        Add(_reason);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\"",
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\" --wait --timeout 30s",
        "ectl executions list --status paused --output jsonl | ectl executions terminate - --reason \"stuck since Monday\"",
        "ectl --sandbox executions terminate 22222222-2222-4222-8222-222222222222 --reason rehearsal --dry-run",
    ];

    protected override Task<string> ReadInputAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var reason = context.ParseResult.GetValue(_reason)?.Trim() ?? string.Empty;
        return reason.Length > 0 || context.MayAsk ? Task.FromResult(reason) : throw Missing();
    }

    protected override async Task<string> CompleteAsync(CommandContext context, string input, CancellationToken cancellationToken) =>
        await Reason.GetAsync(context, input, "Reason, kept with the workflow (Kubiya demands one): ", cancellationToken) ?? throw Missing();

    protected override Task<ExecutionCommandResult> TellAsync(KubiyaClient client, string target, string input, CancellationToken cancellationToken) =>
        client.TerminateAsync(target, input, cancellationToken);

    private static NotSentException Missing() => new(ExitCode.NotSent, "Kubiya terminates only with a reason: give --reason. Nothing was sent.");
}
