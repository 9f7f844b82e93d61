using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Layers;

/// <summary>The folders of the runs know each other in one direction only.</summary>
public sealed class RunsLayerTests
{
    /// <summary>From the bottom up.</summary>
    private static readonly string[][] Order =
    [
        ["Targets"],
        ["Plans", "Pacing"],
        ["Journals"],
        ["Sqlite", "Postgres"],
        ["Acting"],
        ["Running"],
        ["Undoing"],
    ];

    private static readonly Dictionary<string, string> Sources = FolderLayers.Sources(Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.Runs"));

    /// <summary>Read once: it takes seconds.</summary>
    private static readonly Lazy<FolderLayers> Layers = new(() => FolderLayers.Of(Sources, Order));

    [Fact]
    public void Folders_Arrows_PointOneWay()
    {
        var layers = Layers.Value;

        Assert.Empty(layers.Violations);
        Assert.Empty(layers.Cycles);

        // A search that resolves nothing finds nothing either.
        Assert.Contains(("Running", "Journals"), layers.Arrows);
        Assert.Contains(("Sqlite", "Journals"), layers.Arrows);
    }

    [Theory]
    [InlineData("Plans/PlanDigest.cs", "IRunJournal", "Plans must not know Journals")]
    [InlineData("Journals/HistoryChain.cs", "SqliteRunJournal", "Journals must not know Sqlite")]
    [InlineData("Sqlite/SqliteRow.cs", "ControlRunner", "Sqlite must not know Running")]
    public void Folders_OneArrowTurnedRound_IsFound(string file, string type, string complaint)
    {
        var turned = $"{Sources[file]}\ninternal sealed class TurnedRound {{ public ExecutionControl.Runs.{type}? Upwards {{ get; set; }} }}\n";

        var layers = Layers.Value.With(file, turned);

        Assert.StartsWith(complaint, Assert.Single(layers.Violations), StringComparison.Ordinal);
    }
}
