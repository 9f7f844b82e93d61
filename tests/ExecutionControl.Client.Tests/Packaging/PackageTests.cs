using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using ExecutionControl.Reference;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>Packs the client, and uses the package as a stranger would: from a folder, in a console application of its own, trimmed too.</summary>
public sealed class PackageTests : IDisposable
{
#if DEBUG
    private const string BuildConfiguration = "Debug";
#else
    private const string BuildConfiguration = "Release";
#endif

    private static readonly string _project = Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.Client", "ExecutionControl.Client.csproj");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("executioncontrol-package-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pack_Client_GivesACompletePackage()
    {
        await PackAsync("1.2.3-test");

        await using var package = await ZipFile.OpenReadAsync(Path.Combine(_folder.FullName, "feed", "ExecutionControl.Client.1.2.3-test.nupkg"));
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.All(
            ["README.md", "CHANGELOG.md", "lib/net10.0/ExecutionControl.Client.dll", "lib/net10.0/ExecutionControl.Client.xml"],
            file => Assert.Contains(file, files));
        await using var specification = await package.GetEntry("ExecutionControl.Client.nuspec")!.OpenAsync();
        var metadata = (await XDocument.LoadAsync(specification, LoadOptions.None, CancellationToken.None)).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal(("MIT", "README.md"), (Value("license"), Value("readme")));
        Assert.Contains(metadata.Elements(), element => element.Name.LocalName == "repository" && element.Attribute("commit") is not null);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "feed", "ExecutionControl.Client.1.2.3-test.snupkg")));
    }

    [Fact]
    public async Task Package_InAConsoleApplication_WorksAsItIsAndTrimmed()
    {
        var version = $"0.0.{Environment.ProcessId}-test";
        await PackAsync(version);
        var application = _folder.CreateSubdirectory("application").FullName;
        var cache = (await DotnetProcess.RunAsync(application, "dotnet", ["nuget", "locals", "global-packages", "--list"])).Split(": ", 2)[1].Trim();
        await File.WriteAllTextAsync(Path.Combine(application, "application.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <NuGetAudit>false</NuGetAudit>
                <RestoreAdditionalProjectSources>{Path.Combine(_folder.FullName, "feed")}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ExecutionControl.Client" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(application, "Program.cs"), """
            using ExecutionControl.Client.Codegen;
            using ExecutionControl.Client.ConductorOne;
            using ExecutionControl.Client.Kubiya;

            string Get(string name) => Environment.GetEnvironmentVariable(name)!;
            using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions
            {
                ServerUrl = new Uri(Get("CONDUCTORONE_SERVER_URL")),
                ClientId = Get("CONDUCTORONE_CLIENT_ID"),
                ClientSecret = Get("CONDUCTORONE_CLIENT_SECRET"),
            });
            var resolved = await conductorOne.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, "runaway");
            using var codegen = new CodegenClient(new CodegenClientOptions { ServerUrl = new Uri(Get("CODEGEN_API_BASE_URL")), OrganizationId = 42, ApiToken = Get("CODEGEN_API_TOKEN") });
            var resumed = await codegen.ResumeAgentRunAsync(101, "go on");
            using var kubiya = new KubiyaClient(new KubiyaClientOptions { ServerUrl = new Uri(Get("KUBIYA_CONTROL_PLANE_BASE_URL")), ApiKey = Get("KUBIYA_API_KEY") });
            var paused = await kubiya.PauseExecutionAsync("11111111-1111-4111-8111-111111111111");
            Console.WriteLine($"{resolved.Outcome} {resolved.ResolvedCount} {resumed.Run.Id} {paused.Outcome}");
            """);

        await DotnetProcess.RunAsync(application, "dotnet", ["build", "-o", "plain", "--nologo", "-nodeReuse:false"]);
        await AssertWorksAsync(application, "plain");
        var published = await DotnetProcess.RunAsync(
            application,
            "dotnet",
            ["publish", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-p:PublishTrimmed=true", "-o", "trimmed", "--nologo", "-nodeReuse:false"]);
        Assert.DoesNotContain(published.Split('\n'), line => line.Contains("warning IL", StringComparison.Ordinal) && line.Contains("ExecutionControl.", StringComparison.Ordinal));
        await AssertWorksAsync(application, "trimmed");
    }

    private static async Task AssertWorksAsync(string application, string folder)
    {
        await using var server = await ReferenceServer.StartAsync();
        var program = Path.Combine(application, folder, OperatingSystem.IsWindows() ? "application.exe" : "application");

        var output = await DotnetProcess.RunAsync(application, program, [], server.Environment);

        Assert.Equal("Applied 240 101 Applied", output.Trim());
    }

    private Task<string> PackAsync(string version) => DotnetProcess.RunAsync(
        RepositoryFolder.Path,
        "dotnet",
        ["pack", _project, "--no-build", "-c", BuildConfiguration, "-o", Path.Combine(_folder.FullName, "feed"), $"-p:Version={version}", "--nologo", "-nodeReuse:false"]);
}
