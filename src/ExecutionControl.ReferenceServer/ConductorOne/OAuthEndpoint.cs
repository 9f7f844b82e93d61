using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>ConductorOne's token endpoint: no token opens it, and its errors have OAuth's shape.</summary>
internal sealed class OAuthEndpoint : ServiceEndpoint
{
    public override string Service => ServiceNames.ConductorOne;

    /// <summary>Everybody may send one, so it is kept short; an assertion and an OIDC token fit many times.</summary>
    public override long LongestBody => 64 * 1024;

    public override bool Owns(RequestPath path) => path.Segments[0] is "auth";

    public override ValueTask<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken) =>
        ValueTask.FromResult<AuthenticatedCaller?>(new AuthenticatedCaller("", tenants.First));

    public override OperationReply Error(int status, string message, string requestId) =>
        Shape(status, status >= StatusCodes.Status500InternalServerError ? "server_error" : "invalid_request", message);

    public override OperationReply Unauthorized(string requestId) =>
        Shape(StatusCodes.Status401Unauthorized, "invalid_client", "the client could not be authenticated");

    public static OperationReply Error(OAuthFaultException fault) => Shape(fault.Status, fault.Error, fault.Message);

    private static OperationReply Shape(int status, string error, string description) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteEndObject();
    }).With("Cache-Control", "no-store");
}
