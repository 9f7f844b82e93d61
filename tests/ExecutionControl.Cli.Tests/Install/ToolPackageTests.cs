using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>The packages, and ectl as a .NET tool of somebody who has never used .NET before.</summary>
[Collection(InstallationCollection.Name)]
public sealed class ToolPackageTests(Installation installation) : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("ExecutionControl.Client")]
    [InlineData("ExecutionControl.ReferenceServer")]
    [InlineData("ExecutionControl.Runs")]
    [InlineData("ExecutionControl.Testing")]
    [InlineData("ExecutionControl.Cli")]
    public void Pack_Project_MakesAPackageAndItsSymbols(string id)
    {
        Assert.Single(Directory.GetFiles(installation.Packages, $"{id}.*.nupkg"));
        Assert.Single(Directory.GetFiles(installation.Packages, $"{id}.*.snupkg"));
    }

    [Fact]
    public async Task Tool_InstalledFromThePackage_Works()
    {
        var tools = Path.Combine(_user.Home, "tools");
        await using var install = EctlProcess.Start(
            "dotnet",
            _user,
            ["tool", "install", "ExecutionControl.Cli", "--tool-path", tools, "--source", installation.Packages],
            ServiceVariables.Of(("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false")));
        (await install.WaitAsync()).ShouldExitWith(0);
        foreach (var document in Directory.EnumerateFiles(tools, "*.md", SearchOption.AllDirectories).Where(IsInDocs))
        {
            _user.NotePublished(document, await File.ReadAllBytesAsync(Path.Combine(RepositoryFolder.Path, "docs", Path.GetFileName(document))));
        }

        var version = await RunAsync(tools, "--version");
        var paused = await RunAsync(tools, "--sandbox", "executions", "pause", "11111111-1111-4111-8111-111111111111");

        Assert.Matches(@"^\d+\.\d+\.\d+", version.ShouldExitWith(0).Output);
        Assert.StartsWith("Applied:", paused.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    // They show the reference server's published credentials.
    private static bool IsInDocs(string path) => Path.GetFileName(Path.GetDirectoryName(path)) == "docs";

    private async Task<EctlResult> RunAsync(string tools, params string[] arguments)
    {
        await using var ectl = EctlProcess.Start(Path.Combine(tools, "ectl"), _user, arguments);
        return await ectl.WaitAsync();
    }
}
