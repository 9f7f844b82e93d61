using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.Specification;

/// <summary>Reads the surface that a specification describes.</summary>
internal sealed class SpecificationSurface
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonNode _specification;
    private readonly ApiSurface _surface = new();

    private SpecificationSurface(JsonNode specification) => _specification = specification;

    public static ApiSurface Read(JsonNode specification)
    {
        var reader = new SpecificationSurface(specification);
        reader.ReadPaths();
        reader.ReadSchemas();
        return reader._surface;
    }

    private void ReadPaths()
    {
        foreach (var (path, item) in _specification["paths"]!.AsObject())
        {
            foreach (var method in Methods.Where(method => item![method] is not null))
            {
                var operation = item![method]!;
                var query = Parameters(item).Concat(Parameters(operation))
                    .Where(parameter => Text(parameter["in"]) == "query")
                    .Select(parameter => Text(parameter["name"])!);
                var name = $"{method.ToUpperInvariant()} {path}";
                _surface.AddOperation(method.ToUpperInvariant(), path, query);
                ReadContent(operation["requestBody"], $"the request of {name}");
                foreach (var (status, response) in operation["responses"]!.AsObject())
                {
                    ReadContent(response, $"answer {status} of {name}");
                }
            }
        }
    }

    private IEnumerable<JsonNode> Parameters(JsonNode holder) =>
        holder["parameters"] is JsonArray parameters ? parameters.Select(parameter => Resolve(parameter!)) : [];

    private void ReadContent(JsonNode? message, string where)
    {
        if (message is not null && Resolve(message)["content"] is JsonObject content)
        {
            foreach (var (mediaType, entry) in content)
            {
                ReadNestedSchema(entry!["schema"], $"{mediaType} in {where}");
            }
        }
    }

    private void ReadSchemas()
    {
        foreach (var (name, schema) in _specification["components"]!["schemas"]!.AsObject())
        {
            // Kiota names a model after the last part of a dotted schema name.
            var shortName = name[(name.LastIndexOf('.') + 1)..];
            if (schema!["enum"] is JsonArray values)
            {
                _surface.AddEnumeration(Text(schema["x-ms-enum"]?["name"]) ?? shortName, values.Select(value => Text(value)!));
            }
            else if (IsObject(schema))
            {
                ReadObject(schema, shortName);
            }
            else
            {
                ReadNestedSchema(schema, shortName);
            }
        }
    }

    private void ReadObject(JsonNode schema, string name)
    {
        var properties = schema["properties"]?.AsObject() ?? [];
        _surface.AddModel(name, properties.Select(property => property.Key));
        foreach (var (property, nested) in properties)
        {
            ReadNestedSchema(nested, $"{name}.{property}");
        }
    }

    // A schema without a name of its own gets one that no model has, so that it cannot go unnoticed.
    private void ReadNestedSchema(JsonNode? schema, string where)
    {
        if (schema is not JsonObject || schema["$ref"] is not null)
        {
            return;
        }

        if (schema["properties"] is not null)
        {
            ReadObject(schema, $"({where})");
        }

        if (schema["enum"] is JsonArray values)
        {
            _surface.AddEnumeration($"({where})", values.Select(value => Text(value)!));
        }

        ReadNestedSchema(schema["items"], where);
        ReadNestedSchema(schema["additionalProperties"], where);
        foreach (var alternative in (string[])["anyOf", "oneOf", "allOf"])
        {
            foreach (var nested in schema[alternative]?.AsArray() ?? [])
            {
                ReadNestedSchema(nested, where);
            }
        }
    }

    private static bool IsObject(JsonNode schema) => schema["properties"] is not null || Text(schema["type"]) == "object";

    private JsonNode Resolve(JsonNode node) =>
        Text(node["$ref"]) is { } reference
            ? reference.TrimStart('#', '/').Split('/').Aggregate(_specification, (holder, step) => holder[step] ?? throw new InvalidDataException($"{reference} leads nowhere."))
            : node;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
