using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Kubiya: one API key in several forms, and errors as a detail.</summary>
internal sealed class KubiyaEndpoint(string apiKey) : FastApiEndpoint
{
    public override string Service => ServiceNames.Kubiya;

    public override bool AnswersCors => true;

    public override bool Owns(RequestPath path) => path.Segments is ["api", "v1", "executions", ..];

    /// <summary>Several at once have a path of their own, which stands before the ids; what it does is not served here.</summary>
    public override bool Hides(RequestPath path) => path.Segments is ["api", "v1", "executions", "batch", "terminate"];

    public override ValueTask<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken) =>
        ValueTask.FromResult(BearerToken.IsSame(KeyOf(request), apiKey) ? new AuthenticatedCaller("kubiya-user", tenants.First) : null);

    public override OperationReply Unauthorized(HttpRequest request, string requestId) => CredentialOf(request) is null
        ? Unauthorized("Authorization header is required", "Send 'Authorization: Bearer <token>' or 'Authorization: UserKey <token>'")
        : Unauthorized(requestId);

    public override OperationReply Unauthorized(string requestId) =>
        Unauthorized("Invalid or expired authentication token", "Get a new token and send it as 'Authorization: Bearer <token>'");

    public override OperationReply Error(int status, string message, string requestId) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("detail", message);
        json.WriteEndObject();
    });

    private static OperationReply Unauthorized(string message, string hint) => OperationReply.Json(StatusCodes.Status401Unauthorized, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("detail");
        json.WriteString("error", "Unauthorized");
        json.WriteString("message", message);
        json.WriteString("hint", hint);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    // A scheme in another case is none: then it counts as part of the key, as a key alone is one.
    private static string? KeyOf(HttpRequest request)
    {
        var credential = CredentialOf(request);
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "UserKey "])
        {
            if (credential?.StartsWith(scheme, StringComparison.Ordinal) is true)
            {
                return credential[scheme.Length..].Trim();
            }
        }

        return credential;
    }

    // Two of one header are nobody's: which one counts is not for a caller to guess.
    private static string? CredentialOf(HttpRequest request)
    {
        var values = request.Headers.Authorization.Count > 0 ? request.Headers.Authorization : request.Headers["UserKey"];
        return values.Count == 0 || string.IsNullOrWhiteSpace(values[0]) ? null : values.Count == 1 ? values[0]!.Trim() : "";
    }
}
