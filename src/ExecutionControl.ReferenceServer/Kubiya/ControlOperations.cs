using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.State;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Pauses, resumes and cancels executions. A refusal is a 200 whose body says so.</summary>
internal sealed class ControlOperations(StateDatabase database, TimeProvider timeProvider)
{
    private static readonly ControlCommand Pause = new(
        "pause", "paused", [ExecutionStatus.Running, ExecutionStatus.WaitingForInput], ExecutionStatus.Paused);

    private static readonly ControlCommand Resume = new("resume", "resumed", [ExecutionStatus.Paused], ExecutionStatus.Running);

    private static readonly ControlCommand Cancel = new(
        "cancel", "cancelled", [ExecutionStatus.Running, ExecutionStatus.WaitingForInput], ExecutionStatus.Cancelled);

    public IEnumerable<Operation> All(ServiceSurface surface) =>
    [
        Of(surface, OperationNames.PauseExecution, Pause),
        Of(surface, OperationNames.ResumeExecution, Resume),
        Of(surface, OperationNames.CancelExecution, Cancel),
    ];

    private Operation Of(ServiceSurface surface, string name, ControlCommand command) => new(
        surface, name, HttpMethods.Post, $"/api/v1/executions/{{execution_id}}/{command.Name}",
        (request, cancellationToken) => ApplyAsync(request, command, cancellationToken));

    private async Task<OperationReply> ApplyAsync(OperationRequest request, ControlCommand command, CancellationToken cancellationToken)
    {
        var id = ExecutionId.Of(request, command.Name);
        return await database.WriteAsync(
            session =>
            {
                var row = ExecutionStore.Find(session, id) ?? throw ExecutionId.NotFound();
                if (!command.From.Contains(row.Status, StringComparer.Ordinal))
                {
                    return Refused(row, command);
                }

                ExecutionStore.SetStatus(session, row.Id, command.To, timeProvider.GetUtcNow());
                return Done(row, command);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static OperationReply Done(ExecutionRow row, ControlCommand command) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteString("execution_id", row.Id);
        json.WriteString("workflow_id", row.WorkflowId);
        json.WriteString("message", $"Execution {command.Participle} successfully");
        json.WriteEndObject();
    });

    private static OperationReply Refused(ExecutionRow row, ControlCommand command) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", false);
        json.WriteString("error", $"Execution cannot be {command.Participle} (status: {row.Status})");
        json.WriteString("execution_id", row.Id);
        json.WriteString("status", row.Status);
        json.WriteEndObject();
    });
}
