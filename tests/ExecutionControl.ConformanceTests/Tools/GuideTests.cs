using System.Text.Json.Nodes;

namespace ExecutionControl.ConformanceTests.Tools;

public sealed class GuideTests
{
    [Theory]
    [InlineData(NodeTools.Prism)]
    [InlineData(NodeTools.Redocly)]
    public async Task Guide_Tools_AreThoseOfTheTests(string package)
    {
        var pinned = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(NodeTools.ProjectFolder, "package.json")))!["devDependencies"]![package]!.GetValue<string>();
        var guide = await File.ReadAllTextAsync(Path.Combine(NodeTools.ProjectFolder, "README.md"));

        Assert.Contains($"npx --yes {package}@{pinned} ", guide, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_Packages_NameNoDownloadAddress()
    {
        var packages = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(NodeTools.ProjectFolder, "package-lock.json")))!["packages"]!.AsObject();
        Assert.All(packages, package => Assert.Null(package.Value!["resolved"]));
    }
}
