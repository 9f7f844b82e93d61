using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Layers;

/// <summary>The folders of the command line stand in one order, and know only those below them.</summary>
public sealed class CommandLineLayerTests
{
    /// <summary>From the bottom up.</summary>
    private static readonly string[][] Order =
    [
        ["ExitCodes", "Files", "Options"],
        ["Terminal"],
        ["Output"],
        ["Settings"],
        ["Profiles", "TokenCache", "Credentials", "Sandbox"],
        ["Services"],
        ["Services/*"],
        ["Accounts"],
        ["Outcomes"],
        ["Items", "Operations"],
        ["Operations/*"],
        ["Runs"],
        ["Invocation"],
        ["Diagnosis", "Completion"],
        ["Commands/*"],
        [string.Empty],
    ];

    /// <summary>Read once: it takes seconds.</summary>
    private static readonly Lazy<FolderLayers> Layers =
        new(() => FolderLayers.Read(Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.Cli"), Order));

    [Fact]
    public void Folders_AsTheyAre_KnowOnlyThoseBelow()
    {
        var layers = Layers.Value;

        Assert.Empty(layers.Violations);
        Assert.Empty(layers.Cycles);
        Assert.Contains(("Commands/Doctor", "Diagnosis"), layers.Arrows);
        Assert.Contains((From: "(root)", To: "Services/Kubiya"), layers.Arrows);
    }

    [Theory]
    [InlineData("Output", "Outcomes", "OutcomeReport")]
    [InlineData("Services", "Services.Kubiya", "KubiyaService")]
    [InlineData("Accounts", "Invocation", "CommandContext")]
    [InlineData("Commands/Doctor", "Commands.Authentication", "AuthLoginCommand")]
    public void Folders_OneArrowTurnedRound_IsFound(string from, string to, string type)
    {
        var turned = $"namespace ExecutionControl.Cli.{from.Replace('/', '.')}; internal sealed record Turned(ExecutionControl.Cli.{to}.{type} Upper);";

        var violation = Assert.Single(Layers.Value.With($"{from}/Turned.cs", turned).Violations);

        Assert.Equal($"{from} must not know {to.Replace('.', '/')}: {from}/Turned.cs(1) uses {type}.", violation);
    }
}
