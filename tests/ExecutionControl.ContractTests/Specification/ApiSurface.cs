namespace ExecutionControl.ContractTests.Specification;

/// <summary>The operations, query parameters, models, properties and enumeration values of an API, each as one line of text.</summary>
/// <remarks>A specification and a generated client are both read as such a surface; whatever only one of them has is a difference.</remarks>
internal sealed class ApiSurface
{
    private readonly SortedSet<string> _parts = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Parts => _parts;

    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="path">The path with its parameters in braces.</param>
    /// <param name="queryParameters">The names of the parameters behind the question mark.</param>
    public void AddOperation(string method, string path, IEnumerable<string> queryParameters)
    {
        _parts.Add($"operation {method} {path}");
        _parts.UnionWith(queryParameters.Select(name => $"query parameter {name} of {method} {path}"));
    }

    public void AddModel(string name, IEnumerable<string> properties)
    {
        _parts.Add($"model {name}");
        _parts.UnionWith(properties.Select(property => $"property {property} of {name}"));
    }

    public void AddEnumeration(string name, IEnumerable<string> values) =>
        _parts.UnionWith(values.Select(value => $"value {value} of {name}"));

    /// <summary>Says what only the specification has, and what only the client has.</summary>
    public static IReadOnlyList<string> Differences(ApiSurface specification, ApiSurface client) =>
    [
        .. specification._parts.Except(client._parts, StringComparer.Ordinal).Select(part => $"The client has no {part}."),
        .. client._parts.Except(specification._parts, StringComparer.Ordinal).Select(part => $"The specification has no {part}."),
    ];
}
