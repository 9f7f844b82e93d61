using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Whom the API token belongs to: the service's own tools ask that before anything else.</summary>
internal sealed class AccountOperations(long organizationId)
{
    private const long GreatestSize = 100;

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.GetCurrentUser, HttpMethods.Get, "/v1/users/me", (_, _) => Task.FromResult(Me())),
        new(endpoint, OperationNames.ListOrganizations, HttpMethods.Get, "/v1/organizations", (request, _) => Task.FromResult(List(request))),
    ];

    private static OperationReply Me() => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", AgentRunRow.Author);
        json.WriteString("email", "mara@example.com");
        json.WriteString("github_user_id", "70007");
        json.WriteString("github_username", "mara-example");
        json.WriteNull("avatar_url");
        json.WriteString("full_name", "Mara Example");
        json.WriteNull("role");
        json.WriteBoolean("is_admin", false);
        json.WriteEndObject();
    });

    private OperationReply List(OperationRequest operationRequest)
    {
        var request = new FastApiRequest(operationRequest);
        var skip = request.QueryInteger("skip", minimum: 0) ?? 0;
        var limit = request.QueryInteger("limit", minimum: 1, maximum: GreatestSize) ?? GreatestSize;
        return request.IsRefused(out var refusal) ? refusal : OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            if (skip == 0)
            {
                json.WriteStartObject();
                json.WriteNumber("id", organizationId);
                json.WriteString("name", "Sandbox");
                json.WriteStartObject("settings");
                json.WriteBoolean("enable_pr_creation", true);
                json.WriteBoolean("enable_rules_detection", true);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("total", 1);
            json.WriteNumber("page", (skip / limit) + 1);
            json.WriteNumber("size", limit);
            json.WriteNumber("pages", 1);
            json.WriteEndObject();
        });
    }
}
