using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>Where our specifications differ from what the services publish on purpose, because the services' own form makes a worse client.</summary>
/// <param name="Service">The service, as the file with its specification is named.</param>
/// <remarks>
/// Null beside a type, written as either of <c>anyOf</c> and <c>type</c>, <c>nullable</c>, and the enumeration with a schema of its own need
/// no mention: they have the same shape. Steps of <c>loc</c> are <c>{}</c> here, which allows everything.
/// </remarks>
internal sealed record DeliberateForms(string Service)
{
    private const string Codegen = "codegen";
    private const long MostOf32Bits = uint.MaxValue;

    /// <summary>Unsigned 32-bit counts are int64 with bounds here: int32 would overflow.</summary>
    public static bool IsUnsigned32(SchemaShape ours) =>
        ours.Types == JsonSchemaType.Integer && ours.Formats is ["int64"] && ours.Limits is { Least: 0, Most: MostOf32Bits };

    /// <summary>Codegen's ids are int64 here, and integers of no stated size in what it publishes.</summary>
    public bool IsCodegenId(string name, SchemaShape ours, SchemaShape theirs) =>
        Service == Codegen
        && ours.Types == JsonSchemaType.Integer && ours.Formats is ["int64"]
        && theirs.Types == JsonSchemaType.Integer && theirs.Formats.Count == 0
        && (name == "id" || name.EndsWith("_id", StringComparison.Ordinal));

    /// <summary>Codegen publishes its bearer token as a header parameter; here it is a security scheme.</summary>
    public bool IsBearerHeader(IOpenApiParameter theirs) =>
        Service == Codegen && theirs.In == ParameterLocation.Header && string.Equals(theirs.Name, "authorization", StringComparison.OrdinalIgnoreCase);
}
