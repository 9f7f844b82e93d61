using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExecutionControl.Cli.Files;

/// <summary>YAML as a tree of nodes: nothing is bound to types, so that trimming takes nothing away.</summary>
internal static class YamlText
{
    /// <summary>Reads a document whose outermost node is a mapping. An empty text is an empty mapping.</summary>
    /// <exception cref="FormatException">It is something else; the message says where, and repeats nothing of it.</exception>
    public static YamlMappingNode Read(string text)
    {
        var stream = new YamlStream();
        if (Load(stream, text) is { } fault)
        {
            throw new FormatException($"it is no YAML: see line {fault.Line}, column {fault.Column}");
        }

        return stream.Documents switch
        {
            [] => new YamlMappingNode(),
            [{ RootNode: YamlMappingNode mapping }] => mapping,
            [{ RootNode: YamlScalarNode { Value: null or "" } }] => new YamlMappingNode(),
            _ => throw new FormatException("it is not one YAML mapping"),
        };
    }

    /// <summary>Writes a document.</summary>
    public static string Write(YamlMappingNode root)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        var text = writer.ToString();

        // The end mark of a document is of no use in a file of one.
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    /// <summary>What is kept under a key, or null when there is nothing.</summary>
    public static YamlNode? Find(this YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    /// <summary>The mapping under a key, or null when there is none or it is empty.</summary>
    /// <exception cref="FormatException">Something else is there.</exception>
    public static YamlMappingNode? Mapping(this YamlMappingNode mapping, string key) => mapping.Find(key) switch
    {
        null or YamlScalarNode { Value: null or "" or "~" or "null" } => null,
        YamlMappingNode found => found,
        { } other => throw new FormatException($"'{key}' in line {other.Start.Line} is no mapping"),
    };

    /// <summary>The text under a key, or null when there is none or it is empty.</summary>
    /// <exception cref="FormatException">Something else is there.</exception>
    public static string? Text(this YamlMappingNode mapping, string key) => mapping.Find(key) switch
    {
        null or YamlScalarNode { Value: null or "" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "~" or "null" } => null,
        YamlScalarNode scalar => scalar.Value,
        { } other => throw new FormatException($"'{key}' in line {other.Start.Line} is no plain value"),
    };

    /// <summary>The entries of the list under a key that are mappings.</summary>
    public static IEnumerable<YamlMappingNode> Mappings(this YamlMappingNode mapping, string key) =>
        mapping.Find(key) is YamlSequenceNode list ? list.Children.OfType<YamlMappingNode>() : [];

    /// <summary>The keys that are plain text, in the order of the file.</summary>
    public static IEnumerable<string> Keys(this YamlMappingNode mapping) =>
        mapping.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? string.Empty);

    // Only the place of a fault is passed on: the library's message may repeat what it stumbled over, which may be a secret.
    private static Mark? Load(YamlStream stream, string text)
    {
        try
        {
            stream.Load(new StringReader(text));
            return null;
        }
        catch (YamlException exception)
        {
            return exception.Start;
        }
    }
}
