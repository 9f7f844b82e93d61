namespace ExecutionControl.ContractTests.WireMock;

public sealed class WireMockInstallationTests : IDisposable
{
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("execution-control-");

    // The dependency is a local folder, so that npm runs for real without a registry; every run of npm leaves an x behind.
    public WireMockInstallationTests()
    {
        Write("local/package.json", """{ "name": "wiremock", "version": "0.0.1" }""");
        Write("local/build/wiremock-standalone-0.0.1.jar", "");
        Write("package.json", """
            {
              "name": "project",
              "scripts": { "postinstall": "node -e \"require('fs').appendFileSync('runs', 'x')\"" },
              "devDependencies": { "wiremock": "file:local" }
            }
            """);
        Write("package-lock.json", """
            {
              "name": "project",
              "lockfileVersion": 3,
              "packages": {
                "": { "name": "project", "devDependencies": { "wiremock": "file:local" } },
                "local": { "name": "wiremock", "version": "0.0.1", "dev": true },
                "node_modules/wiremock": { "resolved": "local", "link": true }
              }
            }
            """);
    }

    [Fact]
    public async Task EnsureAsync_ManyAtOnce_InstallsOnce()
    {
        var jars = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Installation(WireMockInstallation.Npm).EnsureAsync(CancellationToken.None)));

        Assert.All(jars, jar => Assert.Equal("wiremock-standalone-0.0.1.jar", Path.GetFileName(jar)));
        Assert.Equal("x", Read("runs"));
    }

    [Fact]
    public async Task EnsureAsync_HalfInstalled_InstallsAgain()
    {
        await Installation(WireMockInstallation.Npm).EnsureAsync(CancellationToken.None);
        File.Delete(PathOf("node_modules/.package-lock.json"));

        await Installation(WireMockInstallation.Npm).EnsureAsync(CancellationToken.None);

        Assert.Equal("xx", Read("runs"));
    }

    [Fact]
    public async Task EnsureAsync_NpmIsMissing_SaysWhatToInstall()
    {
        var fault = await Assert.ThrowsAsync<WireMockUnavailableException>(() => Installation("no-such-npm").EnsureAsync(CancellationToken.None));

        Assert.Contains("install Node.js", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_NpmFails_SaysWhatNpmSaid()
    {
        Write("package.json", "{");

        var fault = await Assert.ThrowsAsync<WireMockUnavailableException>(() => Installation(WireMockInstallation.Npm).EnsureAsync(CancellationToken.None));

        Assert.Contains("EJSONPARSE", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _project.Delete(recursive: true);

    private WireMockInstallation Installation(string npm) => new(_project.FullName, npm);

    private string PathOf(string relative) => Path.Combine(_project.FullName, relative);

    private string Read(string relative) => File.ReadAllText(PathOf(relative));

    private void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }
}
