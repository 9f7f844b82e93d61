using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary><c>ectl executions pause</c>: holds one execution so that it can go on later.</summary>
internal sealed class PauseCommand(CommandHost host) : ControlCommand(
    host,
    "pause",
    "Pause one execution that is running or waiting for input.",
    new ControlOperation(ControlService.Kubiya, "pause", "execution", IsRepeatable: true),
    TargetArgument.Text("execution-id", "execution", "The execution to pause: a UUID."))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl --sandbox executions pause 11111111-1111-4111-8111-111111111111 --output json",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        using var client = await KubiyaConnection.OpenAsync(context, cancellationToken);
        var result = await context.CallAsync(() => client.PauseAsync(target, cancellationToken));
        return Accepted(result, Sentence(target, result)) with
        {
            Execution = new ExecutionReport(result.Status?.Value, result.WorkflowId, result.Message),
        };
    }

    private static string Sentence(string target, ExecutionCommandResult result) => result switch
    {
        { Warning: { } warning } => $"Accepted, but not confirmed: Kubiya took the pause of execution {target} and warns: {warning}",
        { Outcome: ControlOutcome.AlreadySo } => $"Already so: execution {target} was paused before; nothing was changed.",
        { IsSettling: true } => $"Accepted: Kubiya is pausing execution {target}.",
        _ => $"Applied: execution {target} is paused.",
    };
}
