using ExecutionControl.Testing.Npm;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ConformanceTests.Npm;

public sealed class NpmInstallationTests : IDisposable
{
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("execution-control-");
    private readonly string _countingNpm;

    // The dependency is a local folder, so that npm runs for real without a registry; every run of npm leaves an x behind.
    public NpmInstallationTests()
    {
        _countingNpm = PathOf("counting-npm");
        ProgramFile.Write(_countingNpm, $"#!/bin/sh\nprintf x >> '{PathOf("runs")}'\nexec npm \"$@\"\n");
        Write("counting-npm.cmd", $"@echo off\r\n<nul set /p =x>> \"{PathOf("runs")}\"\r\nnpm %*\r\n");
        Write("local/package.json", """{ "name": "tool", "version": "0.0.1", "scripts": { "install": "node -e \"require('fs').writeFileSync('../script-ran', '')\"" } }""");
        Write("package.json", """{ "name": "project", "devDependencies": { "tool": "file:local" } }""");
        Write("package-lock.json", """
            {
              "name": "project",
              "lockfileVersion": 3,
              "packages": {
                "": { "name": "project", "devDependencies": { "tool": "file:local" } },
                "local": { "name": "tool", "version": "0.0.1", "dev": true, "hasInstallScript": true },
                "node_modules/tool": { "resolved": "local", "link": true },
                "node_modules/for-another-system": { "version": "1.0.0", "integrity": "sha512-AA==", "optional": true, "os": ["aix"] }
              }
            }
            """);
    }

    [Fact]
    public async Task EnsureAsync_ManyAtOnce_InstallsOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Installation().EnsureAsync(CancellationToken.None)));

        Assert.True(File.Exists(PathOf("node_modules/tool/package.json")));
        Assert.Equal("x", Read("runs"));
    }

    [Fact]
    public async Task EnsureAsync_PackageWithAScript_DoesNotRunIt()
    {
        await Installation().EnsureAsync(CancellationToken.None);

        Assert.False(File.Exists(PathOf("script-ran")));
    }

    [Fact]
    public async Task EnsureAsync_HalfInstalled_InstallsAgain()
    {
        await Installation().EnsureAsync(CancellationToken.None);
        File.Delete(PathOf("node_modules/.package-lock.json"));

        await Installation().EnsureAsync(CancellationToken.None);

        Assert.Equal("xx", Read("runs"));
    }

    [Fact]
    public async Task EnsureAsync_AnotherVersionIsPinned_InstallsAgain()
    {
        await Installation().EnsureAsync(CancellationToken.None);
        Write("local/package.json", """{ "name": "tool", "version": "0.0.2" }""");
        Write("package-lock.json", Read("package-lock.json").Replace("0.0.1", "0.0.2", StringComparison.Ordinal));

        await Installation().EnsureAsync(CancellationToken.None);
        await Installation().EnsureAsync(CancellationToken.None);

        Assert.Equal("xx", Read("runs"));
    }

    [Fact]
    public async Task EnsureAsync_NpmIsMissing_SaysWhatToInstall()
    {
        var fault = await Assert.ThrowsAsync<ProgramUnavailableException>(() => new NpmInstallation(_project.FullName, "no-such-npm").EnsureAsync(CancellationToken.None));

        Assert.Contains("install Node.js", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_NpmFails_SaysWhatNpmSaid()
    {
        Write("package.json", "{");

        var fault = await Assert.ThrowsAsync<ProgramUnavailableException>(() => Installation().EnsureAsync(CancellationToken.None));

        Assert.Contains("EJSONPARSE", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Delete(recursive: true);

    private NpmInstallation Installation() => new(_project.FullName, _countingNpm);

    private string PathOf(string relative) => Path.Combine(_project.FullName, relative);

    private string Read(string relative) => File.ReadAllText(PathOf(relative));

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }
}
