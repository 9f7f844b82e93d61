using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Tokens;

/// <summary>ConductorOne's token endpoint as a service of its own: no token opens it, and its errors have OAuth's shape.</summary>
internal sealed class TokenSurface(Tenant tenant) : ServiceSurface
{
    public override ServiceName Service => ServiceName.ConductorOne;

    /// <summary>Everybody may send one, so it is kept short; an assertion and an OIDC token fit many times.</summary>
    public override long LongestBody => 64 * 1024;

    public override bool Owns(RequestPath path) => path.Segments[0] is "auth";

    public override Task<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<AuthenticatedCaller?>(new AuthenticatedCaller("", tenant));

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
