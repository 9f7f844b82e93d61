using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Pauses, resumes and cancels executions. A refusal is a 200 whose body says so.</summary>
internal sealed class ControlOperations(TimeProvider timeProvider)
{
    private static readonly ControlCommand Pause = new(
        "pause", "paused", "Execution cannot be paused", [ExecutionStatus.Running, ExecutionStatus.WaitingForInput], ExecutionStatus.Paused);

    private static readonly ControlCommand Resume = new(
        "resume", "resumed", "Execution is not paused", [ExecutionStatus.Paused], ExecutionStatus.Running);

    private static readonly ControlCommand Cancel = new(
        "cancel", "cancelled", "Execution is not running", [ExecutionStatus.Running, ExecutionStatus.WaitingForInput], ExecutionStatus.Cancelled);

    public IEnumerable<Operation> All(ServiceEndpoint endpoint) =>
    [
        Of(endpoint, OperationNames.PauseExecution, Pause),
        Of(endpoint, OperationNames.ResumeExecution, Resume),
        Of(endpoint, OperationNames.CancelExecution, Cancel),
    ];

    private Operation Of(ServiceEndpoint endpoint, string name, ControlCommand command) => new(
        endpoint, name, HttpMethods.Post, $"/api/v1/executions/{{execution_id}}/{command.Name}",
        (request, cancellationToken) => ApplyAsync(request, command, cancellationToken));

    private async Task<OperationReply> ApplyAsync(OperationRequest request, ControlCommand command, CancellationToken cancellationToken)
    {
        var id = ExecutionId.Of(request, command.Name);
        return await request.Tenant.Database.WriteAsync(
            session =>
            {
                var row = ExecutionStore.Find(session, id.Key) ?? throw ExecutionId.NotFound();
                if (!command.From.Contains(row.Status, StringComparer.Ordinal))
                {
                    return Refused(row, command, id.Text);
                }

                var isUnreachable = request.JournalEntry.IsEngineUnreachable;
                ExecutionStore.SetStatus(session, row.Id, command.To, ErrorOf(row, command, isUnreachable), timeProvider.GetUtcNow());
                return isUnreachable ? Marked(command, id.Text) : Done(row, command, id.Text);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string? ErrorOf(ExecutionRow row, ControlCommand command, bool isUnreachable) => (command.To, isUnreachable) switch
    {
        (ExecutionStatus.Cancelled, true) => "Cancelled: the workflow engine cannot be reached",
        (ExecutionStatus.Cancelled, false) => "Cancelled by user",
        _ => row.ErrorMessage,
    };

    private static OperationReply Done(ExecutionRow row, ControlCommand command, string id) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteString("execution_id", id);
        json.WriteString("workflow_id", row.WorkflowId(id));
        json.WriteString("message", $"Execution {command.Participle} successfully");
        json.WriteEndObject();
    });

    // The status is changed, but nobody has told the workflow: it may still run.
    private static OperationReply Marked(ControlCommand command, string id) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteString("execution_id", id);
        json.WriteString("message", $"Execution marked as {command.Participle}");
        json.WriteString("warning", "The workflow engine cannot be reached: the workflow may still run");
        json.WriteEndObject();
    });

    private static OperationReply Refused(ExecutionRow row, ControlCommand command, string id) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", false);
        json.WriteString("error", $"{command.Refusal} (status: {row.Status})");
        json.WriteString("execution_id", id);
        json.WriteString("status", row.Status);
        json.WriteEndObject();
    });
}
