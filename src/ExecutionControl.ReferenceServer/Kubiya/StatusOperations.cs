using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Pauses, resumes and cancels executions. A refusal is a 200 whose body says so.</summary>
internal sealed class StatusOperations(TimeProvider timeProvider)
{
    private static readonly StatusCommand Pause = new(
        "pause", "paused", "Execution cannot be paused", [ExecutionStatuses.Running, ExecutionStatuses.WaitingForInput], ExecutionStatuses.Paused);

    private static readonly StatusCommand Resume = new(
        "resume", "resumed", "Execution is not paused", [ExecutionStatuses.Paused], ExecutionStatuses.Running);

    private static readonly StatusCommand Cancel = new(
        "cancel", "cancelled", "Execution is not running", [ExecutionStatuses.Running, ExecutionStatuses.WaitingForInput], ExecutionStatuses.Cancelled);

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        Of(endpoint, OperationNames.PauseExecution, Pause),
        Of(endpoint, OperationNames.ResumeExecution, Resume),
        Of(endpoint, OperationNames.CancelExecution, Cancel),
    ];

    private ServiceOperation Of(ServiceEndpoint endpoint, string name, StatusCommand command) => new(
        endpoint, name, HttpMethods.Post, $"/api/v1/executions/{{execution_id}}/{command.Name}",
        (request, cancellationToken) => ApplyAsync(request, command, cancellationToken));

    private async Task<OperationReply> ApplyAsync(OperationRequest request, StatusCommand command, CancellationToken cancellationToken)
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

    private static string? ErrorOf(ExecutionRow row, StatusCommand command, bool isUnreachable) => (command.To, isUnreachable) switch
    {
        (ExecutionStatuses.Cancelled, true) => "Cancelled: the workflow engine cannot be reached",
        (ExecutionStatuses.Cancelled, false) => "Cancelled by user",
        _ => row.ErrorMessage,
    };

    private static OperationReply Done(ExecutionRow row, StatusCommand command, string id) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteString("execution_id", id);
        json.WriteString("workflow_id", row.WorkflowId(id));
        json.WriteString("message", $"Execution {command.Participle} successfully");
        json.WriteEndObject();
    });

    // The status is changed, but nobody has told the workflow: it may still run.
    private static OperationReply Marked(StatusCommand command, string id) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", true);
        json.WriteString("execution_id", id);
        json.WriteString("message", $"Execution marked as {command.Participle}");
        json.WriteString("warning", "The workflow engine cannot be reached: the workflow may still run");
        json.WriteEndObject();
    });

    private static OperationReply Refused(ExecutionRow row, StatusCommand command, string id) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("success", false);
        json.WriteString("error", $"{command.Refusal} (status: {row.Status})");
        json.WriteString("execution_id", id);
        json.WriteString("status", row.Status);
        json.WriteEndObject();
    });
}

/// <summary>A command that moves an execution from some statuses to another.</summary>
/// <param name="Name">The command, as in its path.</param>
/// <param name="Participle">What the execution then is, in the service's messages.</param>
/// <param name="Refusal">What the service says of an execution that it does not work on.</param>
/// <param name="From">The statuses that it works from.</param>
/// <param name="To">The status that it leads to.</param>
internal sealed record StatusCommand(string Name, string Participle, string Refusal, IReadOnlyList<string> From, string To);
