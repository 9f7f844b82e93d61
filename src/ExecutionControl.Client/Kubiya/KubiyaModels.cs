using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Kubiya.Models;

namespace ExecutionControl.Client.Kubiya;

/// <summary>Turns the generated models into the public ones.</summary>
internal static class KubiyaModels
{
    public static KubiyaExecution ToExecution(this Wire.ExecutionResponse execution) => new()
    {
        Id = execution.Id ?? throw new UnreadableAnswerException("the execution in the answer has no id"),
        State = new KubiyaExecutionState(execution.Status),
        ExecutionType = execution.ExecutionType,
        EntityId = execution.EntityId,
        EntityName = execution.EntityName,
        OrganizationId = execution.OrganizationId,
        Prompt = execution.Prompt,
        Response = execution.Response,
        ErrorMessage = execution.ErrorMessage,
        RunnerName = execution.RunnerName,
        UserEmail = execution.UserEmail,
        CreatedAt = AnswerParseNode.ReadTime(execution.CreatedAt),
        CreatedAtText = execution.CreatedAt,
        StartedAt = AnswerParseNode.ReadTime(execution.StartedAt),
        StartedAtText = execution.StartedAt,
        CompletedAt = AnswerParseNode.ReadTime(execution.CompletedAt),
        CompletedAtText = execution.CompletedAt,
        UpdatedAt = AnswerParseNode.ReadTime(execution.UpdatedAt),
        UpdatedAtText = execution.UpdatedAt,
    };
}
