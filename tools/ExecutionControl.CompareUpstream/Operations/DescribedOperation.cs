using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Operations;

/// <summary>One operation of a document, with what its path and its document add to it.</summary>
internal sealed partial record DescribedOperation
{
    public required string Method { get; init; }

    /// <summary>The path as the document writes it.</summary>
    public required string Path { get; init; }

    /// <summary>The paths in front of it that the servers' addresses hold, each without the slash at its end.</summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    public required OpenApiOperation Content { get; init; }

    /// <summary>Its parameters, those of its path included.</summary>
    public required IReadOnlyList<IOpenApiParameter> Parameters { get; init; }

    /// <summary>What it demands of the caller; null where nothing is said.</summary>
    public required IReadOnlyList<OpenApiSecurityRequirement>? Security { get; init; }

    public string Name => $"{Method} {Path}";

    /// <summary>The names in the path, in order.</summary>
    public IReadOnlyList<string> PathParameters => [.. Braces().Matches(Path).Select(match => match.Groups["name"].Value)];

    public static IEnumerable<DescribedOperation> AllOf(OpenApiDocument document)
    {
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                yield return new DescribedOperation
                {
                    Method = method.Method,
                    Path = path,
                    Prefixes = Prefix(First(operation.Servers, item.Servers, document.Servers)),
                    Content = operation,
                    Parameters = Parameter(item.Parameters ?? [], operation.Parameters ?? []),
                    Security = (operation.Security ?? document.Security) is { } security ? [.. security] : null,
                };
            }
        }
    }

    /// <summary>A path without the names of its parameters: those are free.</summary>
    public static string WithoutNames(string path) => Braces().Replace(path, "{}");

    private static IList<OpenApiServer> First(params IList<OpenApiServer>?[] servers) => servers.FirstOrDefault(some => some is { Count: > 0 }) ?? [];

    private static string[] Prefix(IList<OpenApiServer> servers) => servers.Count == 0 ? [""] : [.. servers.Select(PathOf).Distinct(StringComparer.Ordinal)];

    private static string PathOf(OpenApiServer server)
    {
        var address = server.Url ?? "";
        foreach (var (name, variable) in server.Variables ?? new Dictionary<string, OpenApiServerVariable>(StringComparer.Ordinal))
        {
            address = address.Replace($"{{{name}}}", variable.Default ?? "", StringComparison.Ordinal);
        }

        var path = Host().Replace(address.Split('?', '#')[0], "").TrimEnd('/');
        return path.Length == 0 || path[0] == '/' ? path : "/" + path;
    }

    private static IOpenApiParameter[] Parameter(IList<IOpenApiParameter> ofPath, IList<IOpenApiParameter> ofOperation) =>
    [
        .. ofOperation,
        .. ofPath.Where(parameter => !ofOperation.Any(own => own.In == parameter.In && own.Name == parameter.Name)),
    ];

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex("^([a-z][a-z0-9+.-]*:)?//[^/]*", RegexOptions.IgnoreCase | Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Host();

    [GeneratedRegex(@"\{(?<name>[^{}/]*)\}", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Braces();
}
