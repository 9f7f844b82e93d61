using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>Installs the WireMock that <c>package-lock.json</c> pins into the project's own <c>node_modules</c>.</summary>
/// <param name="projectFolder">The folder that holds <c>package.json</c>; nothing outside it is written.</param>
/// <param name="npm">The command that runs npm.</param>
internal sealed class WireMockInstallation(string projectFolder, string npm)
{
    public const string Npm = "npm";

    private static readonly TimeSpan InstallationLimit = TimeSpan.FromMinutes(5);

    /// <summary>Runs <c>npm ci</c> unless the pinned version is there already; concurrent test runs wait for one another.</summary>
    /// <returns>The path of WireMock's jar.</returns>
    /// <exception cref="WireMockUnavailableException">npm is missing, failed, or installed no WireMock.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallationLimit);
        try
        {
            await using var exclusive = await LockAsync(limit.Token);
            if (!IsInstalled())
            {
                await RunNpmAsync(limit.Token);
            }
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WireMockUnavailableException($"'{npm} ci' in '{projectFolder}' did not end within {InstallationLimit.TotalMinutes} minutes.", fault);
        }

        return FindJar() ?? throw new WireMockUnavailableException($"'{npm} ci' in '{projectFolder}' ended well, but installed no WireMock.");
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(projectFolder, "obj")).FullName, "wiremock-installation.lock");
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

    // npm writes node_modules/.package-lock.json last, so what is listed there is whole.
    private bool IsInstalled() =>
        PinnedVersion("package-lock.json") is var wanted
        && File.Exists(Path.Combine(projectFolder, "node_modules", ".package-lock.json"))
        && string.Equals(wanted, PinnedVersion(Path.Combine("node_modules", ".package-lock.json")), StringComparison.Ordinal)
        && FindJar() is not null;

    private string? PinnedVersion(string lockFile) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(projectFolder, lockFile)))?["packages"]?["node_modules/wiremock"]?["version"]?.GetValue<string>();

    private string? FindJar()
    {
        var folder = Path.Combine(projectFolder, "node_modules", "wiremock", "build");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "wiremock-standalone-*.jar").SingleOrDefault() : null;
    }

    private async Task RunNpmAsync(CancellationToken cancellationToken)
    {
        // A cache of its own: the home folder may be missing or read-only.
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? npm + ".cmd" : npm, ["ci", "--no-audit", "--no-fund", "--cache", Path.Combine(projectFolder, "obj", "npm-cache")])
        {
            WorkingDirectory = projectFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw new WireMockUnavailableException(
                $"'{npm} ci' in '{projectFolder}' failed with exit code {process.ExitCode}; the contract tests need Node.js 20 or newer and a reachable npm registry. It said: {await errors}{await output}");
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new WireMockUnavailableException(
                $"'{npm}' cannot be started, so WireMock cannot be installed: install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm) and run the tests again.", fault);
        }
    }
}
