using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Layers;

/// <summary>The client's folders know each other in one direction only.</summary>
public sealed class ClientLayerTests
{
    /// <summary>From the bottom up.</summary>
    private static readonly string[][] Order =
    [
        ["Outcomes"],
        ["Http"],
        ["Authentication"],
        ["Calls"],
        ["Connection"],
        ["Generated/*"],
        ["ConductorOne", "Codegen", "Kubiya"],
        ["DependencyInjection", "Json"],
    ];

    private static readonly Dictionary<string, string> Sources = FolderLayers.Sources(Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.Client"));

    /// <summary>Read once: it takes seconds.</summary>
    private static readonly Lazy<FolderLayers> Layers = new(() => FolderLayers.Of(Sources, Order));

    [Fact]
    public void Folders_Arrows_PointOneWay()
    {
        var layers = Layers.Value;

        Assert.Empty(layers.Violations);
        Assert.Empty(layers.Cycles);

        // A search that resolves nothing finds nothing either.
        Assert.Contains(("DependencyInjection", "Kubiya"), layers.Arrows);
        Assert.Contains(("Calls", "Authentication"), layers.Arrows);
    }

    /// <summary>What Kiota generated for a service is that service's own.</summary>
    [Fact]
    public void Generated_Code_IsSeenByItsServiceAlone()
    {
        var seen = Layers.Value.Arrows.Where(arrow => arrow.To.StartsWith("Generated/", StringComparison.Ordinal)).Order();

        Assert.Equal(
            [("Codegen", "Generated/Codegen"), ("ConductorOne", "Generated/ConductorOne"), ("Kubiya", "Generated/Kubiya")],
            seen);
    }

    [Theory]
    [InlineData("Http/RequestDefaults.cs", "Authentication.AccessToken", "Http must not know Authentication")]
    [InlineData("Outcomes/ControlResult.cs", "Http.Attempt", "Outcomes must not know Http")]
    [InlineData("Kubiya/KubiyaReader.cs", "Codegen.AgentRun", "Kubiya must not know Codegen")]
    [InlineData("Calls/CallState.cs", "Connection.ServerConnection", "Calls must not know Connection")]
    public void Folders_OneArrowTurnedRound_IsFound(string file, string type, string complaint)
    {
        var turned = $"{Sources[file]}\ninternal sealed class TurnedRound {{ public ExecutionControl.Client.{type}? Upwards {{ get; set; }} }}\n";

        var layers = Layers.Value.With(file, turned);

        Assert.StartsWith(complaint, Assert.Single(layers.Violations), StringComparison.Ordinal);
    }
}
