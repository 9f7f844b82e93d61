using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Kubiya: one API key under either of two schemes, and errors as a detail.</summary>
internal sealed class KubiyaSurface(string apiKey, Tenant tenant) : FastApiSurface
{
    public override ServiceName Service => ServiceName.Kubiya;

    public override bool Owns(RequestPath path) => path.Segments is ["api", "v1", "executions", ..];

    public override Task<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(BearerToken.IsSame(BearerToken.Of(request, "Bearer", "UserKey"), apiKey) ? new AuthenticatedCaller("kubiya-user", tenant) : null);

    public override OperationReply Unauthorized(string requestId) => OperationReply.Json(StatusCodes.Status401Unauthorized, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("detail");
        json.WriteString("error", "Unauthorized");
        json.WriteString("message", "Missing, invalid or expired authentication token");
        json.WriteString("hint", "Send 'Authorization: Bearer <token>' or 'Authorization: UserKey <token>'");
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public override OperationReply Error(int status, string message, string requestId) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("detail", message);
        json.WriteEndObject();
    });
}
