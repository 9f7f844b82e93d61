using System.ComponentModel;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.Testing.Npm;

/// <summary>Installs what a project's <c>package-lock.json</c> pins into its own <c>node_modules</c>. No package may run a script.</summary>
/// <param name="projectFolder">The folder that holds <c>package.json</c>; nothing outside it is written.</param>
/// <param name="npm">The command that runs npm.</param>
internal sealed class NpmInstallation(string projectFolder, string npm = NpmInstallation.Npm)
{
    public const string Npm = "npm";

    private static readonly TimeSpan InstallationLimit = TimeSpan.FromMinutes(5);

    public string NodeModules { get; } = Path.Combine(projectFolder, "node_modules");

    // npm writes it last, so what it lists is whole.
    private string InstalledLock => Path.Combine(NodeModules, ".package-lock.json");

    /// <summary>Runs <c>npm ci</c> unless what is pinned is there already; concurrent test runs wait for one another.</summary>
    /// <exception cref="ProgramUnavailableException">npm is missing, failed, or did not end.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallationLimit);
        try
        {
            await using var exclusive = await LockAsync(limit.Token);
            if (!IsInstalled())
            {
                await RunAsync(limit.Token);
            }
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProgramUnavailableException($"'{npm} ci' in '{projectFolder}' did not end within {InstallationLimit.TotalMinutes} minutes.", fault);
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(projectFolder, "obj")).FullName, "npm-installation.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }

    private bool IsInstalled()
    {
        if (!File.Exists(InstalledLock))
        {
            return false;
        }

        var installed = Packages(InstalledLock);
        return Packages(Path.Combine(projectFolder, "package-lock.json")).All(pinned => IsSatisfied(pinned.Key, pinned.Value!, installed));
    }

    private bool IsSatisfied(string path, JsonNode pinned, JsonObject installed)
    {
        // The project itself is listed, too, and packages for other systems are left out on this one.
        if (path.Length == 0 || pinned["optional"]?.GetValue<bool>() is true)
        {
            return true;
        }

        return Directory.Exists(Path.Combine(projectFolder, path))
            && installed[path] is { } found
            && string.Equals(found["version"]?.GetValue<string>(), pinned["version"]?.GetValue<string>(), StringComparison.Ordinal);
    }

    private static JsonObject Packages(string lockFile) => JsonNode.Parse(File.ReadAllText(lockFile))!["packages"]!.AsObject();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // A cache of its own: the home folder may be missing or read-only.
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", Path.Combine(projectFolder, "obj", "npm-cache")];
        var result = await StartAsync(arguments, cancellationToken);
        if (!result.IsSuccess)
        {
            throw new ProgramUnavailableException(
                $"'{npm} ci' in '{projectFolder}' failed with exit code {result.ExitCode}; these tests need Node.js 20 or newer and a reachable npm registry. "
                + $"It said: {result.StandardError}{result.StandardOutput}");
        }
    }

    private async Task<BufferedCommandResult> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await CliWrap.Cli.Wrap(OperatingSystem.IsWindows() ? npm + ".cmd" : npm)
                .WithArguments(arguments)
                .WithWorkingDirectory(projectFolder)
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
        }
        catch (Win32Exception fault)
        {
            throw new ProgramUnavailableException(
                $"'{npm}' cannot be started: install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm) and run the tests again.", fault);
        }
    }
}
