using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions terminate</c>: stops one automation execution for good.</summary>
internal sealed class TerminateCommand : ControlCommand
{
    public TerminateCommand(CommandHost host)
        : base(
            host,
            "terminate",
            "Stop one automation execution for good. It cannot be undone.",
            new ControlOperation(ControlService.ConductorOne, "terminate", "automation execution", IsRepeatable: true),
            TargetArgument.Number("execution-id", "automation execution", "The automation execution to stop: a whole number."))
    {
        Wait = new WaitOptions(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions terminate 9007199254740993",
        "ectl automation-executions terminate 9007199254740993 --wait --timeout 1m30s",
        "ectl --sandbox automation-executions terminate 9007199254740993 --output json",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        await Confirmation.AskAsync(
            context,
            new Question($"terminate automation execution {target}", "no: it cannot be undone"),
            cancellationToken);
        var result = await context.CallAsync(() => client.TerminateExecutionAsync(target, cancellationToken));
        var accepted = Accepted(
            result,
            result.IsSettling
                ? $"Accepted: ConductorOne is terminating automation execution {target}; its state becomes TERMINATE in a moment."
                : $"Applied: automation execution {target} is terminated.");
        return await WaitAsync(context, accepted, timeout => client.WaitForTerminatedAsync(target, timeout, cancellationToken), StateName.Short);
    }
}
