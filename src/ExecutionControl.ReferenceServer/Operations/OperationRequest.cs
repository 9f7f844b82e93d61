using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Operations;

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
