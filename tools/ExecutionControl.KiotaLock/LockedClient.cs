using System.Text.Json.Nodes;

namespace ExecutionControl.KiotaLock;

/// <summary>One generated client as the lock file lists it.</summary>
internal sealed record LockedClient
{
    /// <summary>Path of the OpenAPI description, relative to the repository's root.</summary>
    public required string Specification { get; init; }

    /// <summary>Kiota's hash of the description: upper-case hex SHA-512.</summary>
    public required string DescriptionHash { get; init; }

    public required string KiotaVersion { get; init; }

    public required string ClientClassName { get; init; }

    public required string ClientNamespaceName { get; init; }

    /// <summary>The generated folder, relative to the repository's root.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Every other setting of the generator, under the name that Kiota gives it.</summary>
    public required JsonObject Options { get; init; }

    /// <summary>Lower-case hex SHA-256 of every generated file, by its path in the output folder.</summary>
    public required SortedDictionary<string, string> Files { get; init; }
}
