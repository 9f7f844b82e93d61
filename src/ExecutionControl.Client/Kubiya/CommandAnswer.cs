using ExecutionControl.Client.Http;
using Microsoft.Kiota.Abstractions.Serialization;
using Wire = ExecutionControl.Client.Generated.Kubiya.Models;

namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// What Kubiya answers to a command. The specification leaves it free; a refusal is a 200, too, and only
/// <see cref="Success"/> tells it from the rest.
/// </summary>
internal sealed record CommandAnswer(bool? Success, string? Message, string? Error, string? Warning, string? WorkflowId, KubiyaExecutionState? State)
{
    public static CommandAnswer Read(AnswerParseNode node)
    {
        if (node.GetObjectValue(UntypedNode.CreateFromDiscriminatorValue) is not UntypedObject answer)
        {
            throw new UnreadableAnswerException("the answer is no JSON object");
        }

        var fields = answer.GetValue();
        return new CommandAnswer(
            fields.TryGetValue("success", out var success) && success is UntypedBoolean flag ? flag.GetValue() : null,
            Text(fields, "message"),
            Text(fields, "error"),
            Text(fields, "warning"),
            Text(fields, "workflow_id"),
            Text(fields, "status") is { } status ? new KubiyaExecutionState(status) : null);
    }

    /// <summary>The answer to a termination, which the specification describes; what else it says is free-form, too.</summary>
    public static CommandAnswer ReadTermination(AnswerParseNode node)
    {
        var answer = node.GetObjectValue(Wire.TerminateExecutionResponse.CreateFromDiscriminatorValue)
            ?? throw new UnreadableAnswerException("the answer was empty");
        return new CommandAnswer(
            answer.Success,
            Text(answer, "message"),
            Text(answer, "error"),
            Text(answer, "warning"),
            answer.WorkflowId,
            State: null);
    }

    private static string? Text(Wire.TerminateExecutionResponse answer, string name) =>
        answer.AdditionalData.TryGetValue(name, out var field)
        && ((field as UntypedString)?.GetValue() ?? field as string) is { } text
        && !string.IsNullOrWhiteSpace(text)
            ? text
            : null;

    private static string? Text(IDictionary<string, UntypedNode> fields, string name) =>
        fields.TryGetValue(name, out var node) && node is UntypedString text && !string.IsNullOrWhiteSpace(text.GetValue()) ? text.GetValue() : null;
}
