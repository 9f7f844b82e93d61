using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExecutionControl.KiotaLock;

/// <summary>Reads an OpenAPI description in YAML as JSON, because Microsoft.OpenApi reads YAML only with a package of its own.</summary>
internal static class SpecificationReader
{
    private static readonly TagName StringTag = new("tag:yaml.org,2002:str");

    /// <exception cref="InvalidDataException">The file holds no YAML, or more than one document.</exception>
    public static JsonNode ReadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is YamlException or InvalidDataException)
        {
            throw new InvalidDataException($"The specification '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <exception cref="InvalidDataException">The text holds no YAML document, or more than one.</exception>
    public static JsonNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents is [var document]
            ? ToJson(document.RootNode) ?? throw new InvalidDataException("The document is null.")
            : throw new InvalidDataException($"One YAML document was expected, {stream.Documents.Count} were found.");
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(Key(child.Key), ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode scalar => ToJson(scalar),
        _ => throw new InvalidDataException($"A {node.NodeType} at {node.Start} has no counterpart in JSON."),
    };

    private static string Key(YamlNode node) =>
        node is YamlScalarNode { Value: { } key } ? key : throw new InvalidDataException($"The key at {node.Start} is no scalar.");

    // YAML's core schema: only a plain scalar can be anything but a string, so '200' stays text and 200 becomes a number.
    private static JsonValue? ToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not ScalarStyle.Plain || scalar.Tag == StringTag)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(value: true),
            "false" or "False" or "FALSE" => JsonValue.Create(value: false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(integer),
            _ when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}
