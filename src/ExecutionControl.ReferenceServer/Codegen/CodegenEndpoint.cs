using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Codegen: one API token, and errors as a message with its status.</summary>
internal sealed class CodegenEndpoint(string apiToken, RateLimiter limiter) : FastApiEndpoint
{
    public override string Service => ServiceNames.Codegen;

    public override bool Owns(RequestPath path) => path.Segments[0] is "v1";

    public override ValueTask<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken) =>
        ValueTask.FromResult(BearerToken.IsSame(BearerToken.Of(request, "Bearer"), apiToken) ? new AuthenticatedCaller("codegen-user", tenants.First) : null);

    /// <summary>Assumed: nobody outside has seen Codegen's 401; it has the shape of its other errors here.</summary>
    public override OperationReply Unauthorized(string requestId) =>
        Error(StatusCodes.Status401Unauthorized, "Invalid or missing API token.", requestId).With("WWW-Authenticate", "Bearer");

    /// <summary>No header says when to come back: none is documented.</summary>
    public override OperationReply? Reject(HttpRequest request, string requestId) => limiter.TryPass(BearerToken.Of(request, "Bearer") ?? "")
        ? null
        : Error(StatusCodes.Status429TooManyRequests, "Rate limit exceeded. Please try again later.", requestId);

    public override OperationReply Error(int status, string message, string requestId) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteNumber("status_code", status);
        json.WriteEndObject();
    });
}
