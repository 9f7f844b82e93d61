using System.Text.Json.Nodes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.ContractTests.Stubs;

/// <summary>The stubs of this project: one answer of one operation per file, in WireMock.Net's own format.</summary>
internal static class Mapping
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.ContractTests", "Mappings");

    /// <summary>The names of all mappings, such as <c>kubiya/pause-accepted</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(Name).Order(StringComparer.Ordinal)];

    public static JsonNode Load(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

    private static string Name(string file) => Path.ChangeExtension(Path.GetRelativePath(Folder, file), extension: null).Replace('\\', '/');
}
