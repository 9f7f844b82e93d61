using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Operations.Executions;

/// <summary>An operation on Kubiya's executions, whose effect can be waited for.</summary>
/// <param name="entry">Its entry of the catalogue.</param>
/// <param name="command">What the execution is told.</param>
/// <param name="words">The words for it.</param>
/// <param name="inputType">How the input is written as JSON.</param>
internal abstract class ExecutionOperation<TInput>(ControlOperation entry, KubiyaExecutionCommand command, ExecutionWords words, JsonTypeInfo<TInput> inputType)
    : Operation<KubiyaClient, TInput>(entry, inputType)
    where TInput : class
{
    public override async Task<OperationStep> ActAsync(KubiyaClient client, TInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var result = await call.SendAsync(() => TellAsync(client, input, call.Target, cancellationToken));
        var accepted = Accepted(result, Sentence(call.Target, result)) with
        {
            Execution = new ExecutionReport(result.State?.Value, result.WorkflowId, result.Message),
        };
        return new OperationStep(accepted, Awaited(result, call.Now));
    }

    public override async Task<WaitReport> WaitAsync(KubiyaClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var accepted = new KubiyaExecutionCommandResult
        {
            Service = effect.Service,
            Target = effect.Target,
            Outcome = ControlOutcome.Applied,
            Command = command,
        };
        return effect.Judge(await client.WaitAsync(accepted, timeout, cancellationToken: cancellationToken), state => state.Value);
    }

    /// <summary>Tells an execution.</summary>
    protected abstract Task<KubiyaExecutionCommandResult> TellAsync(KubiyaClient client, TInput input, string target, CancellationToken cancellationToken);

    private string Sentence(string target, KubiyaExecutionCommandResult result) => result switch
    {
        { Warning: { } warning } => $"Accepted, but not confirmed: Kubiya took {words.Noun} of execution {target} and warns: {warning}",
        { Outcome: ControlOutcome.AlreadySo } => $"Already so: execution {target} {words.AlreadySo}; nothing was changed.",
        { IsSettling: true } => $"Accepted: {words.Settling} execution {target}.",
        _ => $"Applied: execution {target} {words.Applied}.",
    };
}

/// <summary>The words for what is done to an execution.</summary>
/// <param name="Noun">What Kubiya took, such as "the pause".</param>
/// <param name="Settling">What is going on when it is not done yet, such as "Kubiya is pausing".</param>
/// <param name="Applied">What is so afterwards, after the target, such as "is paused".</param>
/// <param name="AlreadySo">What was so before, after the target, such as "was paused before".</param>
internal sealed record ExecutionWords(string Noun, string Settling, string Applied, string AlreadySo);
