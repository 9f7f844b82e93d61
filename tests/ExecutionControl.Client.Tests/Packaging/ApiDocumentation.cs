using System.Xml.Linq;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>The documentation of the public interface, as it is shipped.</summary>
internal sealed class ApiDocumentation
{
    private readonly ILookup<string, XElement> _members;

    private ApiDocumentation(XDocument document) =>
        _members = document.Descendants("member").ToLookup(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    public IEnumerable<string> Names => _members.Select(member => member.Key);

    public static async Task<ApiDocumentation> LoadAsync(Stream stream) =>
        new(await XDocument.LoadAsync(stream, LoadOptions.None, CancellationToken.None));

    /// <summary>The exceptions that a type's methods of a name say they throw, each overload's by itself.</summary>
    public IEnumerable<IReadOnlyList<string>> ExceptionsOf(Type type, string method) =>
        from member in _members
        where member.Key.StartsWith($"M:{type.FullName}.{method}(", StringComparison.Ordinal)
        select (IReadOnlyList<string>)[.. member.Single().Elements("exception").Select(exception => exception.Attribute("cref")!.Value.Split('.')[^1])];

    public bool HasExample(string member) => _members[member].Elements("example").Any();
}
