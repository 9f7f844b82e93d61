using System.Globalization;
using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Ends an execution at once. Unlike the other commands it says no with proper statuses.</summary>
internal sealed class TerminateOperation(TimeProvider timeProvider)
{
    private const int LongestReason = 500;

    public ServiceOperation Of(ServiceEndpoint endpoint) =>
        new(endpoint, OperationNames.TerminateExecution, HttpMethods.Post, "/api/v1/executions/{execution_id}/terminate", TerminateAsync);

    private async Task<OperationReply> TerminateAsync(OperationRequest operationRequest, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        if (request.Body()?.Text("reason") is { } reason)
        {
            CheckLength(request, reason);
        }

        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        var id = ExecutionId.OfTermination(operationRequest);
        var now = timeProvider.GetUtcNow();
        var row = await operationRequest.Tenant.Database.WriteAsync(
            session =>
            {
                var found = ExecutionStore.Find(session, id.Key) ?? throw ExecutionId.NotFound();
                if (ExecutionStatuses.IsFinal(found.Status))
                {
                    throw new OperationFaultException(
                        StatusCodes.Status400BadRequest, $"Execution cannot be terminated (status: {found.Status})");
                }

                ExecutionStore.SetStatus(session, found.Id, ExecutionStatuses.Terminated, found.ErrorMessage, now);
                return found;
            },
            cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("success", true);
            json.WriteString("workflow_id", row.WorkflowId(id.Text));
            json.WriteString("terminated_at", PythonTime.Naive(now));
            json.WriteEndObject();
        });
    }

    private static void CheckLength(FastApiRequest request, string reason)
    {
        // A reason that is no text has its fault already.
        if (request.IsRefused(out _))
        {
            return;
        }

        // Python counts code points.
        var length = reason.EnumerateRunes().Count();
        if (length == 0)
        {
            request.Add(new ValidationFault(["body", "reason"], "String should have at least 1 character", "string_too_short")
            {
                Input = FaultInput.Of(reason), Context = [new("min_length", "1")],
            });
        }
        else if (length > LongestReason)
        {
            request.Add(new ValidationFault(
                ["body", "reason"], string.Create(CultureInfo.InvariantCulture, $"String should have at most {LongestReason} characters"), "string_too_long")
            {
                Input = FaultInput.Of(reason), Context = [new("max_length", LongestReason.ToString(CultureInfo.InvariantCulture))],
            });
        }
    }
}
