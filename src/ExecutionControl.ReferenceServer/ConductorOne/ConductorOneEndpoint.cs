using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>ConductorOne: access tokens that its token endpoint issued, and errors as gRPC statuses in JSON.</summary>
internal sealed class ConductorOneEndpoint(TimeProvider timeProvider) : ServiceEndpoint
{
    public override string Service => ServiceNames.ConductorOne;

    public override bool Owns(RequestPath path) => false;

    /// <summary>Everything that nobody else claims: it is the only one with a host of its own for each tenant.</summary>
    public override bool IsFallback => true;

    /// <summary>A token opens the tenant that its client belongs to, and no other's host.</summary>
    public override async Task<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        if (BearerToken.Of(request, "Bearer") is not { } token)
        {
            return null;
        }

        var (client, own, called) = await tenants.First.Database.ReadAsync(
            session => AccessTokenStore.ClientOf(session, token, timeProvider.GetUtcNow()) is { } id
                ? (id, TenantStore.Of(session, ClientIdentifier.Parse(id)?.Authority ?? ""), TenantStore.Of(session, request.Host.Value ?? ""))
                : (null, null, null),
            cancellationToken).ConfigureAwait(false);
        return client is null || own != called
            ? null
            : new AuthenticatedCaller(client, await tenants.OfAsync(own, cancellationToken).ConfigureAwait(false));
    }

    public override async Task CatchUpAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (await tenant.Database.ReadAsync(session => BreakerIntake.IsDue(session, now), cancellationToken).ConfigureAwait(false))
        {
            await tenant.Database.WriteAsync(
                session =>
                {
                    BreakerIntake.CatchUp(session, now);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public override OperationReply Unauthorized(string requestId) =>
        Error(StatusCodes.Status401Unauthorized, "the access token is missing, unknown or has expired", requestId).With("WWW-Authenticate", "Bearer");

    public override OperationReply Error(int status, string message, string requestId) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", CodeOf(status));
        json.WriteString("message", $"{message} (request-id: {requestId})");
        json.WriteStartArray("details");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>An empty id is redirected to the collection before it, dot segments to what they come to.</summary>
    public override OperationReply? Redirect(RequestPath path, OperationTable operations)
    {
        var segments = path.Path.TrimStart('/').Split('/');
        var empty = Array.IndexOf(segments, "");
        if (empty > 0)
        {
            return OperationReply.Redirect(StatusCodes.Status301MovedPermanently, "/" + string.Join('/', segments[..empty]));
        }

        return segments.Any(segment => segment is "." or "..")
            ? OperationReply.Redirect(StatusCodes.Status301MovedPermanently, "/" + string.Join('/', WithoutDots(segments)) + path.Query)
            : null;
    }

    private static List<string> WithoutDots(string[] segments)
    {
        var result = new List<string>();
        foreach (var segment in segments)
        {
            if (segment is "..")
            {
                result.RemoveRange(Math.Max(0, result.Count - 1), Math.Min(1, result.Count));
            }
            else if (segment is not ".")
            {
                result.Add(segment);
            }
        }

        return result;
    }

    private static int CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => 3,
        StatusCodes.Status401Unauthorized => 16,
        StatusCodes.Status403Forbidden => 7,
        StatusCodes.Status404NotFound => 5,
        StatusCodes.Status405MethodNotAllowed => 12,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status421MisdirectedRequest => 3,
        StatusCodes.Status429TooManyRequests => 8,
        StatusCodes.Status503ServiceUnavailable => 14,
        _ => 13,
    };
}
