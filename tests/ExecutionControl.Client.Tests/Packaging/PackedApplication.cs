using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>A console application of a stranger's in a folder of its own, which has the packages that were packed for it.</summary>
internal sealed class PackedApplication : IDisposable
{
#if DEBUG
    private const string BuildConfiguration = "Debug";
#else
    private const string BuildConfiguration = "Release";
#endif

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("executioncontrol-package-");

    public PackedApplication() => Folder = _folder.CreateSubdirectory("application").FullName;

    public string Folder { get; }

    public string Feed => Path.Combine(_folder.FullName, "feed");

    public async Task PackAsync(string version, params string[] projects)
    {
        foreach (var project in projects)
        {
            await DotnetProcess.RunAsync(
                RepositoryFolder.Path,
                "dotnet",
                [
                    "pack", Path.Combine("src", project, $"{project}.csproj"), "--no-build", "-c", BuildConfiguration, "-o", Feed, $"-p:Version={version}", "--nologo",
                    "-nodeReuse:false",
                ]);
        }
    }

    public async Task WriteAsync(string program, string references)
    {
        var cache = (await DotnetProcess.RunAsync(Folder, "dotnet", ["nuget", "locals", "global-packages", "--list"])).Split(": ", 2)[1].Trim();
        await File.WriteAllTextAsync(Path.Combine(Folder, "application.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TrimmerSingleWarn>false</TrimmerSingleWarn>
                <NuGetAudit>false</NuGetAudit>
                <RestoreAdditionalProjectSources>{Feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
            {references}
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "Program.cs"), program);
    }

    public Task<string> BuildAsync(string output) => DotnetProcess.RunAsync(Folder, "dotnet", ["build", "-o", output, "--nologo", "-nodeReuse:false"]);

    public Task<string> RunAsync(string output, IReadOnlyDictionary<string, string> environment) => DotnetProcess.RunAsync(
        Folder, Path.Combine(Folder, output, OperatingSystem.IsWindows() ? "application.exe" : "application"), [], environment);

    public void Dispose() => _folder.Delete(recursive: true);
}
