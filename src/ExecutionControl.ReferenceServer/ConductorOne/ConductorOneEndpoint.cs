using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>ConductorOne: access tokens that its token endpoint issued, and errors as gRPC statuses in JSON.</summary>
internal sealed class ConductorOneEndpoint(TimeProvider timeProvider) : ServiceEndpoint
{
    private readonly StateCache<(string Authorization, string Host), KnownCaller> _callers = new(capacity: 1024);
    private readonly StateCache<Tenant, long?> _intake = new(capacity: 1024);

    public override string Service => ServiceNames.ConductorOne;

    public override bool Owns(RequestPath path) => false;

    /// <summary>Everything that nobody else claims: it is the only one with a host of its own for each tenant.</summary>
    public override bool IsFallback => true;

    /// <summary>A token opens the tenant that its client belongs to, and no other's host.</summary>
    public override ValueTask<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        // Kept by the header as it came: whom that stands for need not be worked out of it again.
        if (request.Headers.Authorization is not [{ } header])
        {
            return default;
        }

        var host = request.Host.Value ?? "";
        if (_callers.TryGet(tenants.First.Database.Revision, (header, host), out var known))
        {
            return ValueTask.FromResult(known.At(timeProvider.GetUtcNow()));
        }

        return BearerToken.Of(request, "Bearer") is { } token ? ReadCallerAsync(token, (header, host), tenants, cancellationToken) : default;
    }

    /// <summary>A caller of the first tenant, in whose state the tokens are, too: one look tells whether both still hold.</summary>
    public override RememberedCaller? Remember(HttpRequest request, TenantDirectory tenants)
    {
        var first = tenants.First;
        var now = timeProvider.GetUtcNow();
        return first.Database.IsInFile && first.Database.LastRevision is { } revision && request.Headers.Authorization is [{ } header]
            && _callers.TryGet(revision, (header, request.Host.Value ?? ""), out var known) && known.At(now) is { } caller && caller.Tenant == first
            && _intake.TryGet(revision, first, out var next) && !BreakerIntake.IsDue(next, now)
            ? new RememberedCaller(caller, revision)
            : null;
    }

    public override ValueTask CatchUpAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return _intake.TryGet(tenant.Database.Revision, tenant, out var next) && !BreakerIntake.IsDue(next, now)
            ? ValueTask.CompletedTask
            : WriteIntakeAsync(tenant, now, cancellationToken);
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
        var segments = path.EncodedSegments;
        var empty = Array.IndexOf(segments, "");
        if (empty > 0)
        {
            return OperationReply.Redirect(StatusCodes.Status301MovedPermanently, "/" + string.Join('/', segments[..empty]));
        }

        return Array.Exists(segments, segment => segment is "." or "..")
            ? OperationReply.Redirect(StatusCodes.Status301MovedPermanently, "/" + string.Join('/', WithoutDots(segments)) + path.Query)
            : null;
    }

    private async ValueTask<AuthenticatedCaller?> ReadCallerAsync(
        string token, (string Authorization, string Host) caller, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        var database = tenants.First.Database;
        var revision = database.LastRevision;
        var (issued, own, called) = await database.ReadAsync(
            session => AccessTokenStore.Find(session, token) is { } found
                ? (found, TenantStore.Of(session, ClientIdentifier.Parse(found.ClientId)?.Authority ?? ""), TenantStore.Of(session, caller.Host))
                : (null, null, null),
            cancellationToken).ConfigureAwait(false);
        if (issued is null || own != called)
        {
            return null;
        }

        var tenant = await tenants.OfAsync(own, cancellationToken).ConfigureAwait(false);
        var known = new KnownCaller(new AuthenticatedCaller(issued.ClientId, tenant), issued.ExpiresAt);
        _callers.Keep(revision, caller, known);
        return known.At(timeProvider.GetUtcNow());
    }

    private async ValueTask WriteIntakeAsync(Tenant tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var revision = tenant.Database.LastRevision;
        var next = await tenant.Database.ReadAsync(BreakerIntake.Next, cancellationToken).ConfigureAwait(false);
        _intake.Keep(revision, tenant, next);
        if (BreakerIntake.IsDue(next, now))
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

/// <summary>A caller whose token was found.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="ExpiresAt">When the token expires.</param>
internal sealed record KnownCaller(AuthenticatedCaller Caller, DateTimeOffset ExpiresAt)
{
    /// <summary>The caller, if the token opens anything still: the clock may have been put forward or back since it was found.</summary>
    public AuthenticatedCaller? At(DateTimeOffset now) => now < ExpiresAt ? Caller : null;
}
