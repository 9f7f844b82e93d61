using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary>A command to one of Kubiya's executions, whose effect can be waited for.</summary>
internal abstract class ExecutionControlCommand : ControlCommand
{
    private readonly ExecutionSentences _sentences;

    protected ExecutionControlCommand(CommandHost host, string name, string description, ExecutionSentences sentences)
        : base(
            host,
            name,
            description,
            new ControlOperation(ControlService.Kubiya, name, "execution", IsRepeatable: true),
            TargetArgument.Text("execution-id", "execution", $"The execution to {name}: a UUID."))
    {
        _sentences = sentences;
        Wait = new WaitOptions(this);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    /// <summary>Tells the execution.</summary>
    protected abstract Task<ExecutionCommandResult> TellAsync(
        KubiyaClient client,
        string target,
        CommandContext context,
        CancellationToken cancellationToken);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        using var client = await KubiyaConnection.OpenAsync(context, cancellationToken);
        var result = await TellAsync(client, target, context, cancellationToken);
        var accepted = Accepted(result, Sentence(target, result)) with
        {
            Execution = new ExecutionReport(result.Status?.Value, result.WorkflowId, result.Message),
        };
        return await WaitAsync(context, accepted, timeout => client.WaitAsync(result, timeout, cancellationToken), status => status.Value);
    }

    private string Sentence(string target, ExecutionCommandResult result) => result switch
    {
        { Warning: { } warning } => $"Accepted, but not confirmed: Kubiya took {_sentences.Noun} of execution {target} and warns: {warning}",
        { Outcome: ControlOutcome.AlreadySo } => $"Already so: execution {target} {_sentences.AlreadySo}; nothing was changed.",
        { IsSettling: true } => $"Accepted: {_sentences.Settling} execution {target}.",
        _ => $"Applied: execution {target} {_sentences.Applied}.",
    };
}
