using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>One of the single files that <c>scripts/publish</c> makes for this machine.</summary>
/// <param name="folder">Where it is published.</param>
/// <param name="kind">What the script calls such a file.</param>
/// <param name="options">What the script takes to make it.</param>
internal sealed class InstalledFile(string folder, string kind, params string[] options) : IDisposable
{
    public string Folder => folder;

    public string Kind => kind;

    /// <summary>The file.</summary>
    public string FilePath { get; } = Path.Combine(folder, EctlFile.InstalledRuntime, "ectl");

    /// <summary>What the script said about it.</summary>
    public string Report { get; private set; } = string.Empty;

    /// <summary>A machine with the file and without .NET.</summary>
    public EmptyRoot Bare { get; private set; } = null!;

    public async Task PublishAsync(string secretKey)
    {
        Directory.CreateDirectory(folder);
        var publish = await BuildCommand.RunAsync(
            Path.Combine(RepositoryFolder.Path, "scripts", "publish"), ["--output", folder, "--sign", secretKey, .. options, EctlFile.InstalledRuntime]);
        Report = publish.ShouldExitWith(0).Output;

        // The compiler leaves a file as it is whose sources say the same as before.
        File.SetLastWriteTimeUtc(FilePath, DateTime.UtcNow);
        Bare = await EmptyRoot.CreateAsync(FilePath);
    }

    public void Dispose() => Bare?.Dispose();
}
