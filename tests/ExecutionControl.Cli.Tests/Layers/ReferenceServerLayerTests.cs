using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Layers;

/// <summary>The folders of the reference server know each other in one direction only.</summary>
public sealed class ReferenceServerLayerTests
{
    private static readonly Dictionary<string, string> Sources =
        FolderLayers.Sources(Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.ReferenceServer"));

    /// <summary>From the bottom up. Hosting is below the services, so that it can know them by their interface alone; the project's own folder knows all.</summary>
    private static readonly string[][] Order =
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
    private static readonly Lazy<FolderLayers> Layers = new(() => FolderLayers.Of(Sources, Order));

    [Fact]
    public void Folders_AllSources_KnowLowerLayersAlone()
    {
        var layers = Layers.Value;
        Assert.True(layers.Arrows.Count > 40, "the sources were not read");
        Assert.Empty(layers.Violations);
        Assert.Empty(layers.Cycles);
    }

    [Fact]
    public void Folders_ArrowsTurnedRound_AreFound()
    {
        var layers = Layers.Value;
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
