using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>The libraries' packages, packed once for all tests that use them.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    public const string CollectionName = "packed libraries";

#if DEBUG
    private const string BuildConfiguration = "Debug";
#else
    private const string BuildConfiguration = "Release";
#endif

    private static readonly string[] Projects =
        ["ExecutionControl.Client", "ExecutionControl.Runs", "ExecutionControl.ReferenceServer", "ExecutionControl.Testing"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("executioncontrol-packages-");

    /// <summary>A version that nobody's cache holds.</summary>
    public string Version { get; } = $"0.1.{Environment.ProcessId}-test";

    /// <summary>Where the packages are.</summary>
    public string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>Where the machine keeps the packages of others.</summary>
    public string Cache { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        var all = Path.Combine(_folder.FullName, "all.proj");
        var projects = Projects.Select(project => Path.Combine(RepositoryFolder.Path, "src", project, $"{project}.csproj"));

        // To start MSBuild takes longer than to pack: it is started once.
        await File.WriteAllTextAsync(all, $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}" Targets="Pack"
                         Properties="NoBuild=true;Configuration={BuildConfiguration};Version={Version};PackageOutputPath={Feed}" />
              </Target>
            </Project>
            """);
        await DotnetProcess.RunAsync(RepositoryFolder.Path, "dotnet", ["msbuild", all, "-t:Pack", "-nologo", "-nodeReuse:false"]);
        Cache = (await DotnetProcess.RunAsync(_folder.FullName, "dotnet", ["nuget", "locals", "global-packages", "--list"])).Split(": ", 2)[1].Trim();
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

/// <summary>The tests that share the packages.</summary>
[CollectionDefinition(PackedLibraries.CollectionName)]
public sealed class PackedLibrariesCollection : ICollectionFixture<PackedLibraries>;
