namespace ExecutionControl.Cli.Tests.Layers;

/// <summary>What <see cref="FolderLayers"/> finds, in sources of a few lines.</summary>
public sealed class FolderLayersTests
{
    private const string Low =
        "namespace P.Low; public static class Ground { public const int Depth = 1; public static int Dig() => 1; } public class GroundAttribute : System.Attribute;";

    private static readonly string[][] _order = [["Low"], ["High"]];

    [Theory]
    [InlineData("using P.Low; namespace P.High; class Roof { Ground? x; }")]
    [InlineData("namespace P.High; class Roof { int x = P.Low.Ground.Depth; }")]
    [InlineData("using static P.Low.Ground; namespace P.High; class Roof { int x = Dig(); }")]
    [InlineData("using Floor = P.Low.Ground; namespace P.High; class Roof { int x = Floor.Depth; }")]
    [InlineData("namespace P.Low; class Roof { string x = nameof(Ground); }")]
    [InlineData("namespace P.High; class Roof { /* P.Low.Ground */ System.Collections.Generic.List<Low.Ground>? x; }")]
    [InlineData("using P.Low; namespace P.High; [Ground] class Roof;")]
    [InlineData("namespace P.High; [P.Low.Ground] class Roof;")]
    public void Violations_ArrowUpwards_IsFoundHoweverItIsWritten(string high)
    {
        var layers = Read(("Low/Ground.cs", Low), ("High/Roof.cs", high));
        var turned = FolderLayers.Of(Files(("Low/Ground.cs", Low), ("High/Roof.cs", high)), [["High"], ["Low"]]);

        Assert.Empty(layers.Violations);
        Assert.Equal([("High", "Low")], layers.Arrows);
        Assert.StartsWith("High must not know Low: High/Roof.cs(1) uses Ground", Assert.Single(turned.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void Violations_GlobalUsing_IsNoWayRound()
    {
        var layers = Read(
            ("High/Roof.cs", "namespace P.High; class Roof;"),
            ("Low/Imports.cs", "global using P.High;"),
            ("Low/Ground.cs", "namespace P.Low; class Ground { Roof? x; }"));

        Assert.Equal("Low must not know High: Low/Ground.cs(1) uses Roof.", Assert.Single(layers.Violations));
    }

    [Fact]
    public void Violations_NameInTextOrCommentOrProperty_IsNoArrow()
    {
        var layers = Read(
            ("High/Roof.cs", "namespace P.High; class Roof;"),
            ("Low/Ground.cs", "namespace P.Low; /* Roof */ class Ground { string x = \"Roof\"; int Roof { get; } = 1; int Y => Roof; }"));

        Assert.Empty(layers.Violations);
        Assert.Empty(layers.Arrows);
    }

    [Theory]
    [InlineData("using Floor = P.Mid.Depths; namespace P.High; class Roof { Floor? x; }")]
    [InlineData("namespace P.High; class Roof { object x = P.Low.Ground.Dug(); void Y() { var dug = P.Low.Ground.Dug(); } }")]
    [InlineData("namespace P.High; class Roof { void Y() => P.Low.Ground.Fill(new(metres: 1)); }")]
    public void Arrows_TypeThatIsNotNamed_IsFound(string high)
    {
        var layers = FolderLayers.Of(
            Files(
                ("Mid/Depths.cs", "namespace P.Mid; public record Depths(int metres);"),
                ("Low/Ground.cs", "namespace P.Low; public class Ground { public static P.Mid.Depths Dug() => new(1); public static void Fill(P.Mid.Depths depths) { } }"),
                ("High/Roof.cs", high)),
            [["Mid"], ["Low"], ["High"]]);

        Assert.Contains(("High", "Mid"), layers.Arrows);
    }

    [Fact]
    public void Violations_FolderOfTheSameLayer_IsOne()
    {
        var layers = FolderLayers.Of(
            Files(("Rooms/A/Bed.cs", "namespace P.A; class Bed;"), ("Rooms/B/Desk.cs", "namespace P.B; class Desk { P.A.Bed? x; }")),
            [["Rooms/*"]]);

        Assert.Equal("Rooms/B must not know Rooms/A: Rooms/B/Desk.cs(1) uses Bed.", Assert.Single(layers.Violations));
    }

    [Fact]
    public void Violations_FolderThatNoLayerNames_IsOne()
    {
        var layers = FolderLayers.Of(Files(("Low/Ground.cs", Low), ("Attic/Box.cs", "class Box;"), ("Program.cs", "class Program;")), [["Low"], ["Cellar"]]);

        Assert.Equal(["Cellar is in the order, but no source is in it.", "(root) is in no layer.", "Attic is in no layer."], layers.Violations);
    }

    [Fact]
    public void Cycles_ThreeFoldersInACircle_AreFound()
    {
        var layers = FolderLayers.Of(
            Files(("A/X.cs", "class X { Z? z; }"), ("B/Y.cs", "class Y { X? x; }"), ("C/Z.cs", "class Z { Y? y; }"), ("D/W.cs", "class W { X? x; }")),
            [["A"], ["B"], ["C"], ["D"]]);

        Assert.Equal("A, B, C know each other in a circle.", Assert.Single(layers.Cycles));
        Assert.Equal("A must not know C: A/X.cs(1) uses Z.", Assert.Single(layers.Violations));
    }

    private static FolderLayers Read(params (string Path, string Text)[] files) => FolderLayers.Of(Files(files), _order);

    private static Dictionary<string, string> Files(params (string Path, string Text)[] files) =>
        files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
}
