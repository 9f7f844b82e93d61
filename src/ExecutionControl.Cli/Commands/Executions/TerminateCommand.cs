using System.CommandLine;
using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions terminate</c>: stops one execution at once, in whatever state it is.</summary>
internal sealed class TerminateCommand : ExecutionControlCommand
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
            "Stop one execution at once, in any state that is not final and without letting it clean up. It cannot be undone.",
            new ExecutionSentences("the termination", "Kubiya is terminating", "is terminated", "had been stopped before"))
    {
        Add(_reason);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\"",
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\" --wait --timeout 30s",
        "ectl --sandbox executions terminate 22222222-2222-4222-8222-222222222222 --reason rehearsal --dry-run",
    ];

    protected override async Task<ExecutionCommandResult> TellAsync(
        KubiyaClient client,
        string target,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        var reason = await Reason.GetAsync(context, context.ParseResult.GetValue(_reason), "Reason, kept with the workflow: ", cancellationToken)
            ?? throw new NotSentException(ExitCode.NotSent, "Kubiya terminates only with a reason: give --reason. Nothing was sent.");
        var question = new Question($"terminate execution {target}", "no: it cannot be undone, and the execution does not clean up");
        await Confirmation.AskAsync(context, question, cancellationToken);
        return await context.CallAsync(() => client.TerminateAsync(target, reason, cancellationToken));
    }
}
