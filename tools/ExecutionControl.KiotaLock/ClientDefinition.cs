namespace ExecutionControl.KiotaLock;

/// <summary>One client to generate.</summary>
/// <param name="Specification">The file in <c>openapi/</c>.</param>
/// <param name="Service">The service's name, as namespaces and folders have it.</param>
internal sealed record ClientDefinition(string Specification, string Service)
{
    public static IReadOnlyList<ClientDefinition> All { get; } =
    [
        new("codegen.yaml", "Codegen"),
        new("conductorone.yaml", "ConductorOne"),
        new("kubiya.yaml", "Kubiya"),
    ];

    /// <summary>What <c>kiota generate</c> is asked for.</summary>
    /// <param name="layout">The folders to read the specification from and to write the client to.</param>
    public IReadOnlyList<string> Arguments(RepositoryLayout layout) =>
    [
        "--openapi", Path.Combine(layout.Specifications, Specification),
        "--output", Path.Combine(layout.GeneratedClients, Service),
        "--language", "CSharp",
        "--class-name", Service + "ApiClient",
        "--namespace-name", "ExecutionControl.Client.Generated." + Service,
        "--type-access-modifier", "Internal",
        "--exclude-backward-compatible",
        "--additional-data",
        "--serializer", "Microsoft.Kiota.Serialization.Json.JsonSerializationWriterFactory",
        "--deserializer", "Microsoft.Kiota.Serialization.Json.JsonParseNodeFactory",
        "--structured-mime-types", "application/json",
        // ConductorOne's ids are an int64 in a string, which Kiota reads as the string that it is, and warns. Every other warning is a fault.
        "--disable-validation-rules", "InconsistentTypeFormatPair",
    ];
}
