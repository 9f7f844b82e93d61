using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using ExecutionControl.Reference;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>The client's package, used as a stranger would: from a folder, in a console application of its own, trimmed too.</summary>
[Collection(PackedLibraries.CollectionName)]
public sealed class PackageTests(PackedLibraries libraries) : IDisposable
{
    private readonly PackedApplication _application = new(libraries);

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Pack_Client_GivesACompletePackage()
    {
        await using var package = await ZipFile.OpenReadAsync(Path.Combine(libraries.Feed, $"ExecutionControl.Client.{libraries.Version}.nupkg"));
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.All(
            ["README.md", "CHANGELOG.md", "lib/net10.0/ExecutionControl.Client.dll", "lib/net10.0/ExecutionControl.Client.xml"],
            file => Assert.Contains(file, files));
        await using var specification = await package.GetEntry("ExecutionControl.Client.nuspec")!.OpenAsync();
        var metadata = (await XDocument.LoadAsync(specification, LoadOptions.None, CancellationToken.None)).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        Assert.Equal(("MIT", "README.md"), (Value("license"), Value("readme")));
        Assert.Contains(metadata.Elements(), element => element.Name.LocalName == "repository" && element.Attribute("commit") is not null);
        Assert.True(File.Exists(Path.Combine(libraries.Feed, $"ExecutionControl.Client.{libraries.Version}.snupkg")));
        await using var file = await package.GetEntry("lib/net10.0/ExecutionControl.Client.xml")!.OpenAsync();
        var documented = (await ApiDocumentation.LoadAsync(file)).Names.ToList();
        Assert.Contains("T:ExecutionControl.Client.Kubiya.KubiyaClient", documented);
        Assert.DoesNotContain(documented, name => name.Contains(".Generated.", StringComparison.Ordinal));
        Assert.Equal([], await PackedLinks.FindBrokenAsync(package));
    }

    [Fact]
    public async Task Package_InAConsoleApplication_WorksAsItIsAndTrimmed()
    {
        await _application.WriteAsync(
            """
            using ExecutionControl.Client.Codegen;
            using ExecutionControl.Client.ConductorOne;
            using ExecutionControl.Client.Json;
            using ExecutionControl.Client.Kubiya;
            using System.Text.Json;

            string Get(string name) => Environment.GetEnvironmentVariable(name)!;
            using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions
            {
                ServerUrl = new Uri(Get("CONDUCTORONE_SERVER_URL")),
                ClientId = Get("CONDUCTORONE_CLIENT_ID"),
                ClientSecret = Get("CONDUCTORONE_CLIENT_SECRET"),
            });
            var resolved = await conductorOne.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });
            using var codegen = new CodegenClient(new CodegenClientOptions { ServerUrl = new Uri(Get("CODEGEN_API_BASE_URL")), OrganizationId = 42, ApiToken = Get("CODEGEN_API_TOKEN") });
            var resumed = await codegen.ResumeAgentRunAsync(101, "go on");
            using var kubiya = new KubiyaClient(new KubiyaClientOptions { ServerUrl = new Uri(Get("KUBIYA_CONTROL_PLANE_BASE_URL")), ApiKey = Get("KUBIYA_API_KEY") });
            var paused = await kubiya.PauseExecutionAsync("11111111-1111-4111-8111-111111111111");
            var json = JsonSerializer.Serialize(paused, ControlJsonContext.Default.KubiyaExecutionCommandResult);
            var read = JsonSerializer.Deserialize(json, ControlJsonContext.Default.KubiyaExecutionCommandResult);
            Console.WriteLine($"{resolved.Outcome} {resolved.ResolvedCount} {resumed.Run.Id} {paused.Outcome} {read == paused}");
            """,
            $"""<PackageReference Include="ExecutionControl.Client" Version="{libraries.Version}" />""",
            $"""
            <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <PublishTrimmed>true</PublishTrimmed>
                <OutDir>plain/</OutDir>
            """);

        // What is published is trimmed, and what was built for it is as it is.
        var published = await _application.BuildAsync("publish", "trimmed");
        await AssertWorksAsync("plain");
        Assert.DoesNotContain(published.Split('\n'), line => line.Contains("warning IL", StringComparison.Ordinal) && line.Contains("ExecutionControl.", StringComparison.Ordinal));
        await AssertWorksAsync("trimmed");
    }

    private async Task AssertWorksAsync(string folder)
    {
        await using var server = await ReferenceServer.StartAsync();

        var output = await _application.RunAsync(folder, server.Environment);

        Assert.Equal("Applied 240 101 Applied True", output.Trim());
    }
}
