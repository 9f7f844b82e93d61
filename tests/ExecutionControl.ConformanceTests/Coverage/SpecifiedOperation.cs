using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace ExecutionControl.ConformanceTests.Coverage;

/// <summary>One operation of one specification.</summary>
/// <param name="Specification">The file's name without its extension, such as <c>kubiya</c>.</param>
/// <param name="Method">The HTTP method in upper case.</param>
/// <param name="Path">The path with its parameters in braces.</param>
internal sealed record SpecifiedOperation(string Specification, string Method, string Path)
{
    /// <summary>Reads a specification's operations.</summary>
    public static IReadOnlyList<SpecifiedOperation> ReadAll(string specificationFile)
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        var paths = OpenApiDocument.Parse(File.ReadAllText(specificationFile), OpenApiConstants.Yaml, settings).Document!.Paths;
        var specification = System.IO.Path.GetFileNameWithoutExtension(specificationFile);
        return
        [
            .. from path in paths
               from method in path.Value.Operations!.Keys
               select new SpecifiedOperation(specification, method.Method, path.Key),
        ];
    }

    /// <summary>Whether a request asks for this operation.</summary>
    public bool Describes(string method, string rawPath)
    {
        var asked = rawPath.Split('?')[0].Split('/');
        var described = Path.Split('/');
        return string.Equals(method, Method, StringComparison.Ordinal)
            && asked.Length == described.Length
            && asked.Zip(described).All(pair => pair.Second.StartsWith('{') ? pair.First.Length > 0 : string.Equals(pair.First, pair.Second, StringComparison.Ordinal));
    }

    public override string ToString() => $"{Specification}: {Method} {Path}";
}
