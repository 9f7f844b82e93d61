using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary>A command to Kubiya's executions, whose effect can be waited for.</summary>
internal abstract class ExecutionControlCommand<TInput> : ClientControlCommand<KubiyaClient, TInput>
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

    public override IReadOnlyList<ExitCode> ExitCodes => ExitCodesOfWaiting;

    /// <summary>Tells an execution.</summary>
    protected abstract Task<ExecutionCommandResult> TellAsync(KubiyaClient client, string target, TInput input, CancellationToken cancellationToken);

    protected override Task<KubiyaClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new KubiyaService(), cancellationToken);

    protected override Question QuestionAbout(KubiyaClient client, TInput input, string subject) =>
        new($"{Name} {subject}", _sentences.Undo) { IsForSeveralOnly = _sentences.IsHarmless };

    protected override async Task<ControlStep> ActAsync(ControlTarget target, KubiyaClient client, TInput input, CancellationToken cancellationToken)
    {
        var result = await target.CallAsync(() => TellAsync(client, target.Id, input, cancellationToken));
        var accepted = Accepted(result, Sentence(target.Id, result)) with
        {
            Execution = new ExecutionReport(result.Status?.Value, result.WorkflowId, result.Message),
        };
        return ControlStep.Of(accepted, (timeout, token) => client.WaitAsync(result, timeout, token), status => status.Value);
    }

    private string Sentence(string target, ExecutionCommandResult result) => result switch
    {
        { Warning: { } warning } => $"Accepted, but not confirmed: Kubiya took {_sentences.Noun} of execution {target} and warns: {warning}",
        { Outcome: ControlOutcome.AlreadySo } => $"Already so: execution {target} {_sentences.AlreadySo}; nothing was changed.",
        { IsSettling: true } => $"Accepted: {_sentences.Settling} execution {target}.",
        _ => $"Applied: execution {target} {_sentences.Applied}.",
    };
}
