using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>ConductorOne: access tokens that its token endpoint issued, and errors as gRPC statuses in JSON.</summary>
internal sealed class ConductorOneSurface(StateDatabase database, ClientRegistry clients, TimeProvider timeProvider) : ServiceSurface
{
    public override ServiceName Service => ServiceName.ConductorOne;

    /// <summary>Everything that nobody else claims: it is the only one of the three with a host of its own for each tenant.</summary>
    public override bool Owns(RequestPath path) => true;

    public override async Task<string?> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken) =>
        BearerToken.Of(request, "Bearer") is { } token
        && await database.ReadAsync(session => AccessTokenStore.ClientOf(session, token, timeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false) is { } client
        && clients.MayCall(client, request.Host.Value ?? "")
            ? client
            : null;

    public override async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (await database.ReadAsync(session => BreakerIntake.IsDue(session, now), cancellationToken).ConfigureAwait(false))
        {
            await database.WriteAsync(
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
        StatusCodes.Status413PayloadTooLarge => 3,
        StatusCodes.Status429TooManyRequests => 8,
        StatusCodes.Status503ServiceUnavailable => 14,
        _ => 13,
    };
}
