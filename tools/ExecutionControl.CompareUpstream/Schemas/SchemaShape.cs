using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>What a schema allows, however it is written: references followed, combinations merged, null told apart.</summary>
internal sealed record SchemaShape
{
    /// <summary>The types but for null; none where any is allowed.</summary>
    public JsonSchemaType Types { get; init; }

    public bool IsNullable { get; init; }

    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>The values, where they are listed.</summary>
    public IReadOnlyCollection<string>? Values { get; init; }

    /// <summary>Whether values that are not listed may appear, too.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The schemas of each property; of several, any one holds.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IOpenApiSchema>> Properties { get; init; } =
        new Dictionary<string, IReadOnlyList<IOpenApiSchema>>(StringComparer.Ordinal);

    public IReadOnlySet<string> Required { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    public IReadOnlyList<IOpenApiSchema> Items { get; init; } = [];

    /// <summary>The schemas of what an object holds beside its properties.</summary>
    public IReadOnlyList<IOpenApiSchema> OtherValues { get; init; } = [];

    public SchemaLimits Limits { get; init; } = new();

    public bool IsReadOnly { get; init; }

    public bool IsWriteOnly { get; init; }

    public bool IsDeprecated { get; init; }

    /// <summary>References to what the document does not hold.</summary>
    public IReadOnlyList<string> Unresolved { get; init; } = [];

    /// <summary>Whether nothing is said about the value.</summary>
    public bool IsAny => Types == default && Values is null && Properties.Count == 0 && Items.Count == 0 && OtherValues.Count == 0;

    /// <summary>Whether it says that it is an object, and nothing of what the object holds.</summary>
    public bool IsAnyObject => Types == JsonSchemaType.Object && Properties.Count == 0 && OtherValues.Count == 0;
}
