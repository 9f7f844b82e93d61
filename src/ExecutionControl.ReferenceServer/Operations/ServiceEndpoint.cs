using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Operations;

/// <summary>What all operations of one endpoint of a service have in common: who may call them, and how the service says no.</summary>
internal abstract class ServiceEndpoint
{
    /// <summary>The service's name in the journal.</summary>
    public abstract string Service { get; }

    /// <summary>Whether a path that is no operation's belongs to this endpoint all the same.</summary>
    public abstract bool Owns(RequestPath path);

    /// <summary>Whether it also has the paths that no endpoint owns.</summary>
    public virtual bool IsFallback => false;

    /// <summary>Whether a path is another operation's than its form says, one that is not served here.</summary>
    public virtual bool Hides(RequestPath path) => false;

    /// <summary>Whom the request's credentials stand for; null when they open nothing here.</summary>
    public abstract ValueTask<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken);

    /// <summary>
    /// The same as far as it is known without a look at a file, and that its state is at the present; null where there is nothing to go by. For
    /// operations that look themselves.
    /// </summary>
    public virtual RememberedCaller? Remember(HttpRequest request, TenantDirectory tenants) => null;

    /// <summary>Brings a tenant's state to the present before an operation looks at it.</summary>
    public virtual ValueTask CatchUpAsync(Tenant tenant, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>An error in the service's shape.</summary>
    public abstract OperationReply Error(int status, string message, string requestId);

    /// <summary>The answer to missing, unknown or expired credentials.</summary>
    public abstract OperationReply Unauthorized(string requestId);

    /// <summary>The same, where the service tells credentials that are missing from those that it does not know.</summary>
    public virtual OperationReply Unauthorized(HttpRequest request, string requestId) => Unauthorized(requestId);

    /// <summary>Whether the service lets pages of other origins call it, and says so.</summary>
    public virtual bool AnswersCors => false;

    /// <summary>The longest body that is read, in bytes.</summary>
    public virtual long LongestBody => RequestBody.Longest;

    /// <summary>The answer to a caller who asks too often; null when this one may pass.</summary>
    public virtual OperationReply? Reject(HttpRequest request, string requestId) => null;

    /// <summary>Where the service's router sends a path that it does not serve as it is; null when it sends it nowhere.</summary>
    public virtual OperationReply? Redirect(RequestPath path, OperationTable operations) => null;
}

/// <summary>Who a request is from.</summary>
/// <param name="Actor">Whom its credentials stand for; empty where an operation needs none.</param>
/// <param name="Tenant">Whose state it sees.</param>
internal sealed record AuthenticatedCaller(string Actor, Tenant Tenant);

/// <summary>Who a request was from when it was last looked up.</summary>
/// <param name="Caller">Who that was.</param>
/// <param name="AsOf">The revision of the state at which it was so.</param>
internal sealed record RememberedCaller(AuthenticatedCaller Caller, long AsOf);
