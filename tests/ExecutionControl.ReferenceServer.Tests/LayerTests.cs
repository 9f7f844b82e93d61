using ExecutionControl.Testing.Repository;
using ExecutionControl.Testing.Shared;

namespace ExecutionControl.Reference.Tests;

public sealed class LayerTests
{
    private static readonly Dictionary<string, string> Sources =
        FolderLayers.Sources(Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.ReferenceServer"));

    /// <summary>From the bottom up. Hosting is below the services, so that it can know them by their interface alone; the project's own folder knows all.</summary>
    private static readonly string[][] Layers =
    [
        ["Files", "Clock", "Journal"],
        ["State", "Https"],
        ["Tenants", "Rehearsal", "Tokens"],
        ["Credentials"],
        ["Operations"],
        ["Hosting", "FastApi"],
        ["ConductorOne", "Codegen", "Kubiya"],
        ["Seed", "ContractViolations"],
        ["Control"],
        [""],
    ];

    /// <summary>Read once: it takes seconds.</summary>
    private static readonly Lazy<FolderLayers> Read = new(() => FolderLayers.Of(Sources, Layers));

    [Fact]
    public void Folders_AllSources_KnowLowerLayersAlone()
    {
        var layers = Read.Value;
        Assert.True(layers.Arrows.Count > 40, "the sources were not read");
        Assert.Empty(layers.Violations);
        Assert.Empty(layers.Cycles);
    }

    [Fact]
    public void Lines_AllSources_HaveOneHundredAndSixtyCharactersAtMost() => Assert.Empty(
        from source in Sources
        from line in source.Value.Split('\n').Index()
        where line.Item.Length > 160
        select $"{source.Key}({line.Index + 1}) has {line.Item.Length} characters");

    [Fact]
    public void Folders_ArrowsTurnedRound_AreFound()
    {
        var layers = Read.Value;
        Turn("State/StateSession.cs", "public AutomationRow? Row { get; }", "using ExecutionControl.Reference.ConductorOne;");
        Turn("Hosting/RequestPipeline.cs", "public Kubiya.KubiyaEndpoint? Endpoint { get; }");
        Turn("Codegen/CodegenEndpoint.cs", "public Other? Endpoint { get; }", "using Other = ExecutionControl.Reference.Kubiya.KubiyaEndpoint;");
        Turn("Journal/RequestJournal.cs", "public FaultRules? Rules { get; }");
        Turn("Kubiya/PythonTime.cs", "public ReferenceServerOptions? Options { get; }");

        string[] expected =
        [
            "Codegen must not know Kubiya: Codegen/CodegenEndpoint.cs(", "Hosting must not know Kubiya: Hosting/RequestPipeline.cs(",
            "Journal must not know Rehearsal: Journal/RequestJournal.cs(", "Kubiya must not know (root): Kubiya/PythonTime.cs(",
            "State must not know ConductorOne: State/StateSession.cs(",
        ];
        Assert.Equal(expected.Length, layers.Violations.Count);
        Assert.All(expected.Zip(layers.Violations), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Contains("Journal, Rehearsal know each other in a circle.", layers.Cycles);

        void Turn(string file, string member, string import = "") =>
            layers = layers.With(file, $"{import}\n{Sources[file]}\ninternal sealed class Turned {{ {member} }}");
    }
}
