using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Operations;

/// <summary>One operation of a service: where it is and what it does.</summary>
internal sealed class ServiceOperation(
    ServiceEndpoint endpoint, string name, string method, string template, Func<OperationRequest, CancellationToken, Task<OperationReply>> handle)
{
    private readonly string[] _template = template.TrimStart('/').Split('/');

    public ServiceEndpoint Endpoint { get; } = endpoint;

    public string Name { get; } = name;

    public string Method { get; } = method;

    /// <summary>
    /// Does the work. The token stops it when the server stops, not when the caller hangs up: work that a service has begun goes on,
    /// and its answer is lost.
    /// </summary>
    public Func<OperationRequest, CancellationToken, Task<OperationReply>> HandleAsync { get; } = handle;

    /// <summary>Whether a path is this operation's, and then the values of its parameters.</summary>
    public bool Matches(IReadOnlyList<string> segments, out Dictionary<string, string> parameters)
    {
        parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        if (segments.Count != _template.Length)
        {
            return false;
        }

        for (var i = 0; i < _template.Length; i++)
        {
            if (_template[i].StartsWith('{'))
            {
                if (segments[i].Length == 0)
                {
                    return false;
                }

                parameters[_template[i][1..^1]] = segments[i];
            }
            else if (!string.Equals(_template[i], segments[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A request that was matched to an operation, read whole and authenticated.</summary>
internal sealed class OperationRequest
{
    public required HttpRequest Http { get; init; }

    /// <summary>The decoded values of the path's parameters.</summary>
    public required IReadOnlyDictionary<string, string> Path { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whom the token stands for; empty where an operation needs none.</summary>
    public required string Actor { get; init; }

    /// <summary>Whose state it sees.</summary>
    public required Tenant Tenant { get; init; }

    public required RequestJournalEntry JournalEntry { get; init; }
}

/// <summary>An operation says no; the service's endpoint gives the answer its shape.</summary>
internal sealed class OperationFaultException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
