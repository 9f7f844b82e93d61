using System.Text;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Settles what a circuit breaker has paused, and closes it again.</summary>
internal sealed class CircuitBreakerOperations(TimeProvider timeProvider, ResolveAnswer resolveAnswer, TimeSpan timePerExecution)
{
    private const int LongestReason = 1024;

    private static readonly string[] Decisions =
        ["PAUSED_EXECUTION_DECISION_UNSPECIFIED", "PAUSED_EXECUTION_DECISION_RUN", "PAUSED_EXECUTION_DECISION_CANCEL"];

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.ResolvePaused, HttpMethods.Post, "/api/v1/automations/{id}/circuit_breaker/resolve_paused", ResolvePausedAsync),
        new(endpoint, OperationNames.ClearBreaker, HttpMethods.Post, "/api/v1/automations/{id}/circuit_breaker/clear", ClearAsync),
    ];

    private async Task<OperationReply> ResolvePausedAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var (decision, reason) = ReadBody(request);
        if (decision == PausedDecision.Unspecified)
        {
            throw ProtoFault.InvalidArgument("decision must be PAUSED_EXECUTION_DECISION_RUN or PAUSED_EXECUTION_DECISION_CANCEL");
        }

        return resolveAnswer == ResolveAnswer.Counts
            ? await ResolveInlineAsync(request, decision, reason, cancellationToken).ConfigureAwait(false)
            : await ResolveInBackgroundAsync(request, decision, reason, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OperationReply> ResolveInlineAsync(
        OperationRequest request, PausedDecision decision, string reason, CancellationToken cancellationToken)
    {
        var backlog = await request.Tenant.Database.WriteAsync(session => Begin(session, request, decision, reason), cancellationToken).ConfigureAwait(false);
        var worker = new BacklogWorker(request.Tenant.Database, timeProvider, timePerExecution);
        var (resolved, errored) = backlog is null ? (0, 0) : await worker.SettleAsync(backlog, cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("erroredCount", errored);
            json.WriteNumber("pausedCount", resolved);
            json.WriteEndObject();
        });
    }

    private async Task<OperationReply> ResolveInBackgroundAsync(
        OperationRequest request, PausedDecision decision, string reason, CancellationToken cancellationToken)
    {
        var bulkActionId = await request.Tenant.Database.WriteAsync(
            session => BeginBulkAction(session, request, decision, reason), cancellationToken).ConfigureAwait(false);
        request.Tenant.WakeUp();
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("erroredCount", 0);
            json.WriteNumber("pausedCount", 0);
            json.WriteString("bulkActionId", bulkActionId);
            json.WriteEndObject();
        });
    }

    private async Task<OperationReply> ClearAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var (decision, reason) = ReadBody(request);
        var bulkActionId = await request.Tenant.Database.WriteAsync(
            session =>
            {
                var automation = Find(session, request);
                AutomationStore.CloseBreaker(session, automation.Id);
                return decision == PausedDecision.Unspecified ? "" : BeginBulkAction(session, request, decision, reason);
            },
            cancellationToken).ConfigureAwait(false);
        request.Tenant.WakeUp();
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("bulkActionId", bulkActionId);
            json.WriteEndObject();
        });
    }

    private static (PausedDecision Decision, string Reason) ReadBody(OperationRequest request)
    {
        var message = ProtoMessage.Parse(request.Body);
        var decision = (PausedDecision)message.Enum("decision", Decisions);
        var reason = message.Text("reason", "reason");
        return Encoding.UTF8.GetByteCount(reason) <= LongestReason
            ? (decision, reason)
            : throw ProtoFault.InvalidArgument("reason must be 1024 bytes or fewer");
    }

    private static AutomationRow Find(StateSession session, OperationRequest request) =>
        AutomationStore.Find(session, request.Path["id"]) ?? throw ProtoFault.NotFound($"automation {request.Path["id"]} not found");

    private Backlog? Begin(StateSession session, OperationRequest request, PausedDecision decision, string reason) =>
        BacklogStore.Begin(session, Find(session, request).Id, decision, request.Actor, reason, timeProvider.GetUtcNow());

    private string BeginBulkAction(StateSession session, OperationRequest request, PausedDecision decision, string reason) =>
        Begin(session, request, decision, reason) is { } backlog ? BulkActionStore.Add(session, backlog) : "";
}
