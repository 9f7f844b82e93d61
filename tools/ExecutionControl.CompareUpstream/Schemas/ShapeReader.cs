using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>Reads schemas as shapes. References may go round in circles.</summary>
internal static class ShapeReader
{
    /// <summary>Reads alternatives, of which any one holds.</summary>
    public static SchemaShape Read(IReadOnlyList<IOpenApiSchema> alternatives) =>
        AnyOf([.. alternatives.Select(schema => Read(schema, new HashSet<IOpenApiSchema>(ReferenceEqualityComparer.Instance)))]);

    /// <summary>The schema that a reference leads to; null where it leads nowhere, or only back to itself.</summary>
    public static IOpenApiSchema? Resolve(IOpenApiSchema schema)
    {
        try
        {
            return schema is OpenApiSchemaReference reference ? reference.RecursiveTarget : schema;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static SchemaShape Read(IOpenApiSchema schema, HashSet<IOpenApiSchema> way)
    {
        if (Resolve(schema) is not { } target)
        {
            return new SchemaShape { Unresolved = [((OpenApiSchemaReference)schema).Reference.ReferenceV3 ?? "?"] };
        }

        // A schema that is a part of itself adds nothing the second time.
        if (!way.Add(target))
        {
            return new SchemaShape();
        }

        var shape = Own(target);
        foreach (var part in target.AllOf ?? [])
        {
            shape = AllOf(shape, Read(part, way));
        }

        foreach (var alternatives in new[] { target.AnyOf, target.OneOf })
        {
            if (alternatives is { Count: > 0 })
            {
                shape = AllOf(shape, AnyOf([.. alternatives.Select(alternative => Read(alternative, way))]));
            }
        }

        way.Remove(target);
        return shape;
    }

    private static SchemaShape Own(IOpenApiSchema schema)
    {
        var values = Values(schema);
        var openValues = values is null ? OpenValues(schema) : null;
        var types = (schema.Type ?? default) & ~JsonSchemaType.Null;
        return new SchemaShape
        {
            Types = types != default ? types : Implied(schema),
            IsNullable = schema.Type is { } type && type.HasFlag(JsonSchemaType.Null),
            Formats = schema.Format is { } format ? [format] : [],
            Values = values ?? openValues,
            IsOpen = openValues is not null,
            Properties = (schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
                .ToDictionary(property => property.Key, property => (IReadOnlyList<IOpenApiSchema>)[property.Value], StringComparer.Ordinal),
            Required = schema.Required is { } required ? new HashSet<string>(required, StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal),
            Items = schema.Items is { } items ? [items] : [],
            OtherValues = schema.AdditionalProperties is { } other ? [other] : [],
            Limits = SchemaLimits.Of(schema),
            IsReadOnly = schema.ReadOnly,
            IsWriteOnly = schema.WriteOnly,
            IsDeprecated = schema.Deprecated,
        };
    }

    private static JsonSchemaType Implied(IOpenApiSchema schema) => schema switch
    {
        { Properties.Count: > 0 } or { AdditionalProperties: not null } => JsonSchemaType.Object,
        { Items: not null } => JsonSchemaType.Array,
        { Enum: [JsonValue value, ..] } when value.GetValueKind() == JsonValueKind.String && !value.IsJsonNullSentinel() => JsonSchemaType.String,
        { Const: not null } => JsonSchemaType.String,
        _ => default,
    };

    private static SortedSet<string>? Values(IOpenApiSchema schema)
    {
        if (schema.Const is { } only)
        {
            return new SortedSet<string>(StringComparer.Ordinal) { only };
        }

        return schema.Enum is { Count: > 0 } values ? Texts(values) : null;
    }

    private static SortedSet<string>? OpenValues(IOpenApiSchema schema) =>
        schema.Extensions?.TryGetValue("x-extensible-enum", out var extension) is true && extension is JsonNodeExtension { Node: JsonArray values }
            ? Texts(values)
            : null;

    private static SortedSet<string> Texts(IEnumerable<JsonNode?> values) =>
        new(values.Where(value => value is not null && !value.IsJsonNullSentinel()).Select(value => value!.ToString()), StringComparer.Ordinal);

    private static SchemaShape AllOf(SchemaShape one, SchemaShape other) => new()
    {
        Types = Common(one.Types, other.Types),
        IsNullable = one.IsNullable || other.IsNullable,
        Formats = one.Formats.Count > 0 ? one.Formats : other.Formats,
        Values = one.Values is { } values && other.Values is { } others
            ? [.. values.Intersect(others, StringComparer.Ordinal)]
            : one.Values ?? other.Values,
        IsOpen = one.IsOpen || other.IsOpen,
        Properties = Merge(one.Properties, other.Properties),
        Required = one.Required.Union(other.Required, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal),
        Items = [.. one.Items, .. other.Items],
        OtherValues = [.. one.OtherValues, .. other.OtherValues],
        Limits = one.Limits.And(other.Limits),
        IsReadOnly = one.IsReadOnly || other.IsReadOnly,
        IsWriteOnly = one.IsWriteOnly || other.IsWriteOnly,
        IsDeprecated = one.IsDeprecated || other.IsDeprecated,
        Unresolved = [.. one.Unresolved, .. other.Unresolved],
    };

    private static SchemaShape AnyOf(IReadOnlyList<SchemaShape> alternatives)
    {
        SchemaShape[] shapes = [.. alternatives.Where(shape => !IsNull(shape))];
        var isNullable = shapes.Length < alternatives.Count || shapes.Any(shape => shape.IsNullable);
        if (shapes.Length < 2)
        {
            return (shapes.Length == 1 ? shapes[0] : new SchemaShape()) with { IsNullable = isNullable };
        }

        if (shapes.FirstOrDefault(shape => shape.IsAny && shape.Unresolved.Count == 0) is { } any)
        {
            return any with { IsNullable = isNullable };
        }

        return new SchemaShape
        {
            Types = shapes.Aggregate(default(JsonSchemaType), (types, shape) => types | shape.Types),
            IsNullable = isNullable,
            Formats = [.. shapes.SelectMany(shape => shape.Formats).Distinct(StringComparer.Ordinal)],
            Values = shapes.All(shape => shape.Values is not null) ? [.. shapes.SelectMany(shape => shape.Values!).Distinct(StringComparer.Ordinal)] : null,
            IsOpen = shapes.Any(shape => shape.IsOpen),
            Properties = shapes.Select(shape => shape.Properties).Aggregate(Merge),
            Required = shapes.Select(shape => shape.Required)
                .Aggregate((one, other) => one.Intersect(other, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal)),
            Items = [.. shapes.SelectMany(shape => shape.Items)],
            OtherValues = [.. shapes.SelectMany(shape => shape.OtherValues)],
            Limits = shapes.Select(shape => shape.Limits).Distinct().Count() == 1 ? shapes[0].Limits : new SchemaLimits(),
            IsDeprecated = shapes.All(shape => shape.IsDeprecated),
            Unresolved = [.. shapes.SelectMany(shape => shape.Unresolved)],
        };
    }

    private static bool IsNull(SchemaShape shape) => shape.IsAny && shape.IsNullable;

    private static JsonSchemaType Common(JsonSchemaType one, JsonSchemaType other)
    {
        if (one == default || other == default)
        {
            return one | other;
        }

        var common = one & other;
        return common == default && (one | other) == (JsonSchemaType.Integer | JsonSchemaType.Number) ? JsonSchemaType.Integer : common;
    }

    private static Dictionary<string, IReadOnlyList<IOpenApiSchema>> Merge(
        IReadOnlyDictionary<string, IReadOnlyList<IOpenApiSchema>> one, IReadOnlyDictionary<string, IReadOnlyList<IOpenApiSchema>> other)
    {
        var merged = new Dictionary<string, IReadOnlyList<IOpenApiSchema>>(one, StringComparer.Ordinal);
        foreach (var (name, schemas) in other)
        {
            merged[name] = merged.TryGetValue(name, out var there) ? [.. there, .. schemas] : schemas;
        }

        return merged;
    }
}
