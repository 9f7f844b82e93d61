using System.Text.Json;
using System.Xml.Linq;

namespace ExecutionControl.Testing.Documentation;

/// <summary>What an assembly's own documentation says of its members, as Markdown in one line.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<string, string> _summaries;

    private XmlDocumentation(Dictionary<string, string> summaries) => _summaries = summaries;

    /// <summary>Reads the file that lies beside the tests.</summary>
    /// <param name="assembly">The assembly's name.</param>
    public static XmlDocumentation Of(string assembly) => new(
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml")).Descendants("member")
            .Where(static member => member.Element("summary") is not null)
            .ToDictionary(static member => (string)member.Attribute("name")!, static member => Line(member.Element("summary")!), StringComparer.Ordinal));

    /// <summary>The summary of a member.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public string this[string member] =>
        _summaries.GetValueOrDefault(member) ?? throw new InvalidOperationException($"{member} has no summary to write a document from.");

    /// <summary>The summary of a type's property, wherever it is declared.</summary>
    public string OfProperty(Type type, string property)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (_summaries.TryGetValue($"P:{declaring.FullName}.{property}", out var summary))
            {
                return summary;
            }
        }

        throw new InvalidOperationException($"{type.Name}.{property} has no summary to write a document from.");
    }

    private static string Line(XElement summary) => string.Join(' ', string.Concat(summary.Nodes().Select(Text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("langword") is { } word => word.Value,
        XElement { Name.LocalName: "see" } see => $"`{Name((string)see.Attribute("cref")!)}`",
        XElement element => $"`{element.Value}`",
        _ => string.Empty,
    };

    /// <summary>What a reader calls a member: a property of a document by its name in JSON.</summary>
    private static string Name(string member) =>
        member.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.CamelCase.ConvertName(member.Split('.')[^1]) : member.Split('.')[^1];
}
