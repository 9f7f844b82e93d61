using System.Diagnostics;

namespace ExecutionControl.ContractTests.WireMock;

public sealed class WireMockProcessTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("execution-control-");

    [Fact]
    public async Task StartAsync_JavaIsMissing_SaysWhatToInstall()
    {
        var fault = await Assert.ThrowsAsync<WireMockUnavailableException>(() => WireMockProcess.StartAsync("no-such-java", "wiremock.jar", _root.FullName, CancellationToken.None));

        Assert.Contains("install Java 17", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_JarIsMissing_SaysWhatJavaSaid()
    {
        var fault = await Assert.ThrowsAsync<WireMockUnavailableException>(() => WireMockProcess.StartAsync(WireMockProcess.Java, "no-such.jar", _root.FullName, CancellationToken.None));

        Assert.Contains("ended with exit code 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no-such.jar", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_Running_EndsTheProcess()
    {
        var jar = await new WireMockInstallation(Repository.ContractTests, WireMockInstallation.Npm).EnsureAsync(CancellationToken.None);
        var wireMock = await WireMockProcess.StartAsync(WireMockProcess.Java, jar, _root.FullName, CancellationToken.None);
        using var process = Process.GetProcessById(wireMock.Id);
        Assert.False(process.HasExited);

        wireMock.Dispose();

        Assert.True(process.HasExited);
        using var admin = new WireMockAdmin(wireMock.Address);
        Assert.False(await admin.IsHealthyAsync(CancellationToken.None));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
