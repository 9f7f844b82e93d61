using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions terminate</c>: stops automation executions for good.</summary>
internal sealed class TerminateCommand : ClientControlCommand<ConductorOneClient, NoInput>
{
    public TerminateCommand(CommandHost host)
        : base(
            host,
            "terminate",
            "Stop an automation execution for good. It cannot be undone.",
            new ControlOperation(ControlService.ConductorOne, "terminate", "automation execution", IsRepeatable: true),
            TargetArgument.Number("execution-id", "automation execution", "The automation execution to stop: a whole number."))
    {
        Wait = new WaitOptions(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions terminate 9007199254740993",
        "ectl automation-executions terminate 9007199254740993 --wait --timeout 1m30s",
        "ectl automation-executions list --state process-step --output jsonl | ectl automation-executions terminate -",
        "ectl --sandbox automation-executions terminate 9007199254740993 --output json",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes => ExitCodesOfWaiting;

    protected override Task<NoInput> ReadInputAsync(CommandContext context, CancellationToken cancellationToken) => NoInput.Task;

    protected override Task<ConductorOneClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new ConductorOneService(), cancellationToken);

    protected override Question QuestionAbout(ConductorOneClient client, NoInput input, string subject) => new($"terminate {subject}", "no: it cannot be undone");

    protected override async Task<ControlStep> ActAsync(ControlTarget target, ConductorOneClient client, NoInput input, CancellationToken cancellationToken)
    {
        var result = await target.CallAsync(() => client.TerminateExecutionAsync(target.Id, cancellationToken));
        var accepted = Accepted(
            result,
            result.IsSettling
                ? $"Accepted: ConductorOne is terminating automation execution {target.Id}; its state becomes TERMINATE in a moment."
                : $"Applied: automation execution {target.Id} is terminated.");
        return ControlStep.Of(accepted, (timeout, token) => client.WaitForTerminatedAsync(target.Id, timeout, token), StateName.Short);
    }
}
