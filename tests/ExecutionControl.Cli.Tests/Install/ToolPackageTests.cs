using System.IO.Compression;
using System.Xml.Linq;
using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>The packages, and ectl as a .NET tool of somebody who has never used .NET before.</summary>
public sealed class ToolPackageTests : IAsyncLifetime
{
    private readonly UserFolder _user = new();

    public Task InitializeAsync() => Installation.PackAsync();

    public Task DisposeAsync()
    {
        _user.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("ExecutionControl.Client")]
    [InlineData("ExecutionControl.ReferenceServer")]
    [InlineData("ExecutionControl.Runs")]
    [InlineData("ExecutionControl.Testing")]
    [InlineData("ExecutionControl.Cli")]
    public async Task Pack_Project_MakesAPackageAsAGalleryLikesIt(string id)
    {
        Assert.Single(Directory.GetFiles(Installation.Packages, $"{id}.*.snupkg"));
        await using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(Installation.Packages, $"{id}.*.nupkg")));
        var metadata = (await XmlAsync(package, $"{id}.nuspec")).Root!.Elements().Single();
        string Value(string name) => Assert.Single(metadata.Elements(), element => element.Name.LocalName == name).Value;

        Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
        Assert.Contains("conductorone", Value("tags"), StringComparison.Ordinal);
        Assert.StartsWith("### Added", Value("releaseNotes"), StringComparison.Ordinal);
        Assert.DoesNotContain("\n## ", Value("releaseNotes"), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(metadata.Elements(), element => element.Name.LocalName == "repository").Attribute("commit"));
        Assert.All(["README.md", "CHANGELOG.md", "LICENSE", "icon.png"], file => Assert.NotNull(package.GetEntry(file)));
        using var reader = new StreamReader(await package.GetEntry("README.md")!.OpenAsync());
        Assert.StartsWith(id == "ExecutionControl.Cli" ? "# ectl\n" : $"# {id}\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_InstalledFromThePackage_Works()
    {
        var tools = Path.Combine(_user.Home, "tools");
        await using var install = EctlProcess.Start(
            "dotnet",
            _user,
            ["tool", "install", "ExecutionControl.Cli", "--tool-path", tools, "--source", Installation.Packages],
            ServiceVariables.Of(("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false")));
        (await install.WaitAsync()).ShouldExitWith(0);
        var version = await RunAsync(tools, "--version");
        var paused = await RunAsync(tools, "--sandbox", "executions", "pause", "11111111-1111-4111-8111-111111111111");

        Assert.Matches(@"^\d+\.\d+\.\d+", version.ShouldExitWith(0).Output);
        Assert.StartsWith("Applied:", paused.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    private static async Task<XDocument> XmlAsync(ZipArchive package, string entry)
    {
        await using var stream = await package.GetEntry(entry)!.OpenAsync();
        return await XDocument.LoadAsync(stream, LoadOptions.None, CancellationToken.None);
    }

    private async Task<EctlResult> RunAsync(string tools, params string[] arguments)
    {
        await using var ectl = EctlProcess.Start(Path.Combine(tools, "ectl"), _user, arguments);
        return await ectl.WaitAsync();
    }
}
