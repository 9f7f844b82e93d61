namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>A console application of a stranger's in a folder of its own, which has the packages that were packed for it.</summary>
internal sealed class PackedApplication : IDisposable
{
    private readonly PackedLibraries _libraries;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("executioncontrol-package-");

    public PackedApplication(PackedLibraries libraries) => (_libraries, Folder) = (libraries, _folder.CreateSubdirectory("application").FullName);

    public string Folder { get; }

    /// <param name="program">The program.</param>
    /// <param name="references">What it refers to, as items of its project.</param>
    /// <param name="properties">More properties of its project.</param>
    public async Task WriteAsync(string program, string references, string properties = "")
    {
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
                <RestoreAdditionalProjectSources>{_libraries.Feed}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{_libraries.Cache}</RestoreFallbackFolders>
                {properties}
              </PropertyGroup>
              <ItemGroup>
            {references}
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "Program.cs"), program);
    }

    /// <summary>Runs a command of dotnet's that builds.</summary>
    public Task<string> BuildAsync(string command, string output) =>
        DotnetProcess.RunAsync(Folder, "dotnet", [command, "-o", output, "--nologo", "-nodeReuse:false"]);

    public Task<string> RunAsync(string output, IReadOnlyDictionary<string, string> environment) => DotnetProcess.RunAsync(
        Folder, Path.Combine(Folder, output, OperatingSystem.IsWindows() ? "application.exe" : "application"), [], environment);

    public void Dispose() => _folder.Delete(recursive: true);
}
