using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ContractTests.WireMock;

public sealed class WireMockProcessTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("execution-control-");

    [Fact]
    public async Task StartAsync_JavaIsMissing_SaysWhatToInstall()
    {
        var fault = await Assert.ThrowsAsync<ProgramUnavailableException>(() => WireMockProcess.StartAsync("no-such-java", "wiremock.jar", _root.FullName, CancellationToken.None));

        Assert.Contains("install Java 17", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_JarIsMissing_SaysWhatJavaSaid()
    {
        var fault = await Assert.ThrowsAsync<ProgramUnavailableException>(() => WireMockProcess.StartAsync(WireMockProcess.Java, "no-such.jar", _root.FullName, CancellationToken.None));

        Assert.Contains("ended with exit code 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no-such.jar", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_Running_EndsJava()
    {
        var jar = await new WireMockInstallation(Repository.ContractTests).EnsureAsync(CancellationToken.None);
        using var wireMock = await WireMockProcess.StartAsync(WireMockProcess.Java, jar, _root.FullName, CancellationToken.None);
        using var admin = new WireMockAdmin(wireMock.Address);
        Assert.True(await admin.IsHealthyAsync(CancellationToken.None));

        wireMock.Dispose();

        Assert.False(await admin.IsHealthyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task StartAsync_Cancelled_IsCancelled()
    {
        var jar = await new WireMockInstallation(Repository.ContractTests).EnsureAsync(CancellationToken.None);
        using var cancelled = new CancellationTokenSource();
        var start = WireMockProcess.StartAsync(WireMockProcess.Java, jar, _root.FullName, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
