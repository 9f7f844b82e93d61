using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>What all operations of one service have in common: who may call them, and how the service says no.</summary>
internal abstract class ServiceSurface
{
    public abstract ServiceName Service { get; }

    /// <summary>Whether a path that is no operation's belongs to this service all the same.</summary>
    public abstract bool Owns(RequestPath path);

    /// <summary>Whether a path is another operation's than its form says, one that is not served here.</summary>
    public virtual bool Hides(RequestPath path) => false;

    /// <summary>Whom the request's credentials stand for; null when they open nothing here.</summary>
    public abstract Task<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken);

    /// <summary>Brings a tenant's state to the present before an operation looks at it.</summary>
    public virtual Task CatchUpAsync(Tenant tenant, CancellationToken cancellationToken) => Task.CompletedTask;

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
    public virtual OperationReply? TurnAway(HttpRequest request, string requestId) => null;

    /// <summary>Where the service's router sends a path that it does not serve as it is; null when it sends it nowhere.</summary>
    public virtual OperationReply? Redirect(RequestPath path, OperationTable operations) => null;
}
