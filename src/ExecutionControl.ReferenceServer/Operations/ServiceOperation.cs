using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Operations;

/// <summary>One operation of a service: where it is and what it does.</summary>
internal sealed class ServiceOperation(
    ServiceEndpoint endpoint, string name, string method, string template, Func<OperationRequest, CancellationToken, Task<OperationReply>> handle)
{
    public ServiceEndpoint Endpoint { get; } = endpoint;

    public string Name { get; } = name;

    public string Method { get; } = method;

    /// <summary>
    /// Does the work. The token stops it when the server stops, not when the caller hangs up: work that a service has begun goes on,
    /// and its answer is lost.
    /// </summary>
    public Func<OperationRequest, CancellationToken, Task<OperationReply>> HandleAsync { get; } = handle;

    /// <summary>
    /// Whether it does nothing, and answers with a fault, when its caller was remembered and the state has changed since
    /// <see cref="OperationRequest.AsOf"/>.
    /// </summary>
    public bool ChecksRevision { get; init; }

    /// <summary>Its path's segments; a parameter's stands in braces.</summary>
    public string[] Template { get; } = template.TrimStart('/').Split('/');

    /// <summary>The values of the parameters in a path that is this operation's.</summary>
    public PathParameters ParametersOf(string[] segments) => new(Template, segments);
}

/// <summary>A request that was matched to an operation, read whole and authenticated.</summary>
internal sealed class OperationRequest
{
    public required HttpRequest Http { get; init; }

    /// <summary>The decoded values of the path's parameters.</summary>
    public required PathParameters Path { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whom the token stands for; empty where an operation needs none.</summary>
    public required string Actor { get; init; }

    /// <summary>Whose state it sees.</summary>
    public required Tenant Tenant { get; init; }

    public required JournalRecord JournalEntry { get; init; }

    /// <summary>The revision of the state at which its caller was known; null where that was looked up for it.</summary>
    public long? AsOf { get; init; }
}

/// <summary>An operation says no; the service's endpoint gives the answer its shape.</summary>
internal sealed class OperationFaultException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
