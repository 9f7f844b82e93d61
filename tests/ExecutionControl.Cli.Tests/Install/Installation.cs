using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>What people install, built once for all tests that use it, in folders of its own.</summary>
public sealed class Installation : IAsyncLifetime
{
    private const string Runtime = "linux-x64";

    private static readonly string Folder = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Cli.Tests", "obj", "install");

    /// <summary>What the script said about the single file.</summary>
    public string Report { get; private set; } = string.Empty;

    /// <summary>The single file for this machine.</summary>
    public string SingleFile { get; } = Path.Combine(Folder, Runtime, "ectl");

    /// <summary>The folder with the single file's checksum.</summary>
    public string PublishFolder { get; } = Folder;

    /// <summary>The public key that belongs to the publisher's secret one.</summary>
    public string PublicKey { get; } = Path.Combine(Folder, "publisher.pub");

    private static string SecretKey { get; } = Path.Combine(Folder, "publisher.key");

    /// <summary>The folder of the packages.</summary>
    public string Packages { get; } = Path.Combine(Folder, "packages");

    /// <summary>A machine with the single file and without .NET.</summary>
    internal EmptyRoot Bare { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        await MakeKeyAsync();
        var publish = await BuildCommand.RunAsync(
            Path.Combine(RepositoryFolder.Path, "scripts", "publish"), ["--output", Folder, "--sign", SecretKey, Runtime]);
        Report = publish.ShouldExitWith(0).Output;
        if (Directory.Exists(Packages))
        {
            Directory.Delete(Packages, recursive: true);
        }

        // What the script compiled need not be compiled again.
        foreach (var project in (string[])["Client", "ReferenceServer", "Cli"])
        {
            (await PackAsync($"src/ExecutionControl.{project}")).ShouldExitWith(0);
        }

        Bare = await EmptyRoot.CreateAsync(SingleFile);
    }

    public Task DisposeAsync()
    {
        Bare?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A key of a publisher's that takes no password.</summary>
    private async Task MakeKeyAsync() =>
        (await BuildCommand.RunAsync("minisign", ["-G", "-W", "-f", "-p", PublicKey, "-s", SecretKey])).ShouldExitWith(0);

    private Task<EctlResult> PackAsync(string project) => BuildCommand.RunAsync(
        "dotnet",
        ["pack", project, "--configuration", "Release", "--output", Packages, "--artifacts-path", Path.Combine(Folder, ".build"), "-p:RunAnalyzers=false", "--disable-build-servers", "-nologo", "-v", "quiet"]);
}
