using System.Buffers.Text;
using System.Globalization;
using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Reads agent runs and resumes paused ones.</summary>
internal sealed class AgentRunOperations(OrganizationAccess access, TimeProvider timeProvider)
{
    private const int GreatestLimit = 100;

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.ResumeAgentRun, HttpMethods.Post, "/v1/organizations/{org_id}/agent/run/resume", ResumeAsync),
        new(endpoint, OperationNames.ResumeAgentRun, HttpMethods.Post, "/v1/beta/organizations/{org_id}/agent/run/resume", ResumeAsync),
        new(endpoint, OperationNames.GetAgentRun, HttpMethods.Get, "/v1/organizations/{org_id}/agent/run/{agent_run_id}", GetAsync),
        new(endpoint, OperationNames.ListAgentRuns, HttpMethods.Get, "/v1/organizations/{org_id}/agent/runs", ListAsync),
    ];

    private async Task<OperationReply> ResumeAsync(OperationRequest operationRequest, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        var organization = request.PathInteger("org_id");
        var body = request.Body();
        var runId = body?.Integer("agent_run_id") ?? -1;
        var prompt = body?.Text("prompt") ?? "";
        var images = body?.OptionalTexts("images") ?? [];
        operationRequest.JournalEntry.Target = runId.ToString(CultureInfo.InvariantCulture);
        if (!request.IsRefused(out _))
        {
            CheckImages(request, images);
        }

        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        access.Demand(organization);
        return await operationRequest.Tenant.Database.WriteAsync(
            session =>
            {
                var run = AgentRunStore.Find(session, organization, runId) ?? throw OrganizationAccess.RunNotFound();
                if (!string.Equals(run.Status, AgentRunStatuses.Paused, StringComparison.OrdinalIgnoreCase))
                {
                    return ValidationReply.Of(ValidationFault.Value(
                        string.Create(CultureInfo.InvariantCulture, $"agent run {run.Id} is not paused (status: {run.Status})"), "body", "agent_run_id") with
                    {
                        Input = new FaultInput(run.Id.ToString(CultureInfo.InvariantCulture)),
                    });
                }

                AgentRunStore.AddPrompt(session, run.Id, prompt, images.Count, timeProvider.GetUtcNow());
                AgentRunStore.SetStatus(session, run.Id, AgentRunStatuses.Active);
                return Reply(run with { Status = AgentRunStatuses.Active });
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<OperationReply> GetAsync(OperationRequest operationRequest, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        var organization = request.PathInteger("org_id");
        var runId = request.PathInteger("agent_run_id");
        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        access.Demand(organization);
        var run = await operationRequest.Tenant.Database.ReadAsync(
            session => AgentRunStore.Find(session, organization, runId), cancellationToken).ConfigureAwait(false)
            ?? throw OrganizationAccess.RunNotFound();
        return Reply(run);
    }

    private async Task<OperationReply> ListAsync(OperationRequest operationRequest, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        var organization = request.PathInteger("org_id");
        var userId = request.QueryInteger("user_id");
        var sourceType = request.QueryEnum("source_type", AgentRunSource.All);
        var skip = request.QueryInteger("skip", minimum: 0) ?? 0;
        var limit = request.QueryInteger("limit", minimum: 1, maximum: GreatestLimit) ?? GreatestLimit;
        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        access.Demand(organization);
        var (rows, total) = await operationRequest.Tenant.Database.ReadAsync(
            session => AgentRunStore.List(session, organization, userId, sourceType, skip, limit), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var row in rows)
            {
                AgentRunJson.Write(json, row);
            }

            json.WriteEndArray();
            json.WriteNumber("total", total);
            json.WriteNumber("page", (skip / limit) + 1);
            json.WriteNumber("size", limit);
            json.WriteNumber("pages", (total + limit - 1) / limit);
            json.WriteEndObject();
        });
    }

    private static void CheckImages(FastApiRequest request, List<string> images)
    {
        for (var i = 0; i < images.Count; i++)
        {
            if (!DataUri.IsValid(images[i]))
            {
                request.Add(ValidationFault.Value(
                    "the image is not a data URI with base64 content", "body", "images", i) with { Input = FaultInput.Of(images[i]) });
            }
        }
    }

    private static OperationReply Reply(AgentRunRow run) => OperationReply.Json(StatusCodes.Status200OK, json => AgentRunJson.Write(json, run));
}

/// <summary>What can start an agent run.</summary>
internal static class AgentRunSource
{
    public static readonly IReadOnlyList<string> All =
    [
        "LOCAL", "SLACK", "GITHUB", "GITHUB_CHECK_SUITE", "GITHUB_PR_REVIEW", "LINEAR", "API", "CHAT", "JIRA", "CLICKUP", "MONDAY", "SETUP_COMMANDS",
    ];
}

/// <summary>Images come as data URIs with base64 content.</summary>
internal static class DataUri
{
    private const string Scheme = "data:";
    private const string Base64Mark = ";base64,";

    public static bool IsValid(string text)
    {
        var mark = text.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && mark > Scheme.Length
            && text.IndexOf('/', Scheme.Length, mark - Scheme.Length) > Scheme.Length
            && text.Length > mark + Base64Mark.Length
            && Base64.IsValid(text.AsSpan(mark + Base64Mark.Length));
    }
}
