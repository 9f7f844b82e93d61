using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>What people install, built once for all tests that use it, in folders of its own.</summary>
public sealed class Installation : IAsyncLifetime
{
    private static readonly string BuildFolder = Path.Combine(EctlFile.PublishFolder, ".build");

    /// <summary>The single file that is native code.</summary>
    internal InstalledFile Native { get; } = new(EctlFile.PublishFolder, "native", "--build", BuildFolder);

    /// <summary>The single file for the rest of the world.</summary>
    internal InstalledFile ReadyToRun { get; } = new(Path.Combine(EctlFile.PublishFolder, "ready-to-run"), "ready-to-run", "--build", BuildFolder, "--ready-to-run");

    /// <summary>The folder of what goes with a release.</summary>
    public string PublishFolder { get; } = EctlFile.PublishFolder;

    /// <summary>The public key that belongs to the publisher's secret one.</summary>
    public string PublicKey { get; } = Path.Combine(EctlFile.PublishFolder, "publisher.pub");

    private static string SecretKey { get; } = Path.Combine(EctlFile.PublishFolder, "publisher.key");

    /// <summary>The folder of the packages.</summary>
    public string Packages { get; } = Path.Combine(EctlFile.PublishFolder, "packages");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(EctlFile.PublishFolder);
        await EctlFile.WhilePublishingAsync(async () =>
        {
            await MakeKeyAsync();
            await Native.PublishAsync(SecretKey);
        });
        await ReadyToRun.PublishAsync(SecretKey);
        if (Directory.Exists(Packages))
        {
            Directory.Delete(Packages, recursive: true);
        }

        (await PackAsync()).ShouldExitWith(0);
    }

    public Task DisposeAsync()
    {
        Native.Dispose();
        ReadyToRun.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A key of a publisher's that takes no password.</summary>
    private async Task MakeKeyAsync() =>
        (await BuildCommand.RunAsync("minisign", ["-G", "-W", "-f", "-p", PublicKey, "-s", SecretKey])).ShouldExitWith(0);

    /// <summary>All packages at once. What the script compiled need not be compiled again.</summary>
    private Task<EctlResult> PackAsync() => BuildCommand.RunAsync(
        "dotnet",
        [
            "pack", "src/Packages.slnf", "--configuration", "Release", "--output", Packages, "--artifacts-path", BuildFolder, "-p:RunAnalyzers=false",
            "-p:UseSharedCompilation=true", "-nodeReuse:false", "-nologo", "-v", "quiet",
        ]);
}
