using System.Globalization;
using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Stops the agents of a run's whole pull request, and lets new ones start there again.</summary>
internal sealed class BanOperations(OrganizationAccess access)
{
    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.BanAgentRun, HttpMethods.Post, "/v1/organizations/{org_id}/agent/run/ban", BanAsync),
        new(endpoint, OperationNames.UnbanAgentRun, HttpMethods.Post, "/v1/organizations/{org_id}/agent/run/unban", UnbanAsync),
    ];

    private Task<OperationReply> BanAsync(OperationRequest request, CancellationToken cancellationToken) =>
        ApplyAsync(request, Ban, "All checks are banned for this agent run.", cancellationToken);

    private Task<OperationReply> UnbanAsync(OperationRequest request, CancellationToken cancellationToken) =>
        ApplyAsync(request, Unban, "All checks are unbanned for this agent run.", cancellationToken);

    private async Task<OperationReply> ApplyAsync(
        OperationRequest operationRequest, Action<StateSession, AgentRunRow> apply, string message, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        var organization = request.PathInteger("org_id");
        var body = request.Body();
        var runId = body?.Integer("agent_run_id") ?? -1;
        operationRequest.JournalEntry.Target = runId.ToString(CultureInfo.InvariantCulture);

        // Where the request's card stands on a board means nothing here, but a wrong type is refused all the same.
        body?.OptionalText("before_card_order_id");
        body?.OptionalText("after_card_order_id");
        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        access.Demand(organization);
        await operationRequest.Tenant.Database.WriteAsync(
            session =>
            {
                apply(session, AgentRunStore.Find(session, organization, runId) ?? throw OrganizationAccess.RunNotFound());
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteEndObject();
        });
    }

    private static void Ban(StateSession session, AgentRunRow run)
    {
        if (run.PullRequest is { } pull)
        {
            AgentRunStore.SetBanned(session, pull.Id, banned: true);
        }

        foreach (var other in AgentRunStore.OnSamePullRequest(session, run).Where(other => !AgentRunStatuses.IsFinal(other.Status)))
        {
            AgentRunStore.SetStatus(session, other.Id, AgentRunStatuses.Stopped);
        }
    }

    private static void Unban(StateSession session, AgentRunRow run)
    {
        if (run.PullRequest is { } pull)
        {
            AgentRunStore.SetBanned(session, pull.Id, banned: false);
        }
    }
}
