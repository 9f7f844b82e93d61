using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>
/// Builds what people install, each once for all tests that use it, in folders of its own. One comes after the other, as it uses what was compiled
/// for the one before; whoever needs only the first does not wait for the rest.
/// </summary>
internal static class Installation
{
    private static readonly string BuildFolder = Path.Combine(Folder, ".build");
    private static readonly string SecretKey = Path.Combine(Folder, "publisher.key");

    private static readonly Lazy<Task<string>> Native = new(BuildNativeAsync);
    private static readonly Lazy<Task<string>> ReadyToRun = new(BuildReadyToRunAsync);
    private static readonly Lazy<Task> Packed = new(BuildPackagesAsync);

    /// <summary>The folder of the native file and of what goes with a release.</summary>
    public static string Folder => EctlFile.PublishFolder;

    /// <summary>The folder of the ReadyToRun file.</summary>
    public static string ReadyToRunFolder { get; } = Path.Combine(Folder, "ready-to-run");

    /// <summary>The folder of the packages.</summary>
    public static string Packages { get; } = Path.Combine(Folder, "packages");

    /// <summary>The public key that belongs to the publisher's secret one.</summary>
    public static string PublicKey { get; } = Path.Combine(Folder, "publisher.pub");

    /// <summary>Makes the single file that is native code.</summary>
    /// <returns>What the script said about it.</returns>
    public static Task<string> PublishNativeAsync() => Native.Value;

    /// <summary>Makes the single file for the rest of the world.</summary>
    /// <returns>What the script said about it.</returns>
    public static Task<string> PublishReadyToRunAsync() => ReadyToRun.Value;

    /// <summary>Makes all packages.</summary>
    public static Task PackAsync() => Packed.Value;

    /// <summary>The file of those that were published into a folder.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, EctlFile.InstalledRuntime, "ectl");

    private static async Task<string> BuildNativeAsync()
    {
        var report = string.Empty;
        await EctlFile.WhilePublishingAsync(async () =>
        {
            Directory.CreateDirectory(Folder);

            // A key of a publisher's that takes no password.
            (await BuildCommand.RunAsync("minisign", ["-G", "-W", "-f", "-p", PublicKey, "-s", SecretKey])).ShouldExitWith(0);
            report = await PublishAsync(Folder);
        });
        return report;
    }

    private static async Task<string> BuildReadyToRunAsync()
    {
        await Native.Value;
        return await PublishAsync(ReadyToRunFolder, "--ready-to-run");
    }

    /// <summary>What the script compiled need not be compiled again.</summary>
    private static async Task BuildPackagesAsync()
    {
        await ReadyToRun.Value;
        if (Directory.Exists(Packages))
        {
            Directory.Delete(Packages, recursive: true);
        }

        (await BuildCommand.RunAsync(
            "dotnet",
            [
                "pack", "src/Packages.slnf", "--configuration", "Release", "--output", Packages, "--artifacts-path", BuildFolder, "-p:RunAnalyzers=false",
                "-p:UseSharedCompilation=true", "-nodeReuse:false", "-nologo", "-v", "quiet",
            ])).ShouldExitWith(0);
    }

    private static async Task<string> PublishAsync(string folder, params string[] options)
    {
        Directory.CreateDirectory(folder);
        var script = Path.Combine(RepositoryFolder.Path, "scripts", "publish");
        var publish = await BuildCommand.RunAsync(
            script, ["--output", folder, "--build", BuildFolder, "--sign", SecretKey, .. options, EctlFile.InstalledRuntime]);
        var report = publish.ShouldExitWith(0).Output;

        // The compiler leaves a file as it is whose sources say the same as before.
        File.SetLastWriteTimeUtc(FileIn(folder), DateTime.UtcNow);
        return report;
    }
}
