namespace ExecutionControl.ContractTests.WireMock;

/// <summary>The one WireMock that all tests of <see cref="WireMockCollection"/> share, because a JVM takes seconds to start.</summary>
/// <remarks>Tests of a collection run one after another; each of them resets the server first.</remarks>
public sealed class WireMockServer : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(30);

    private WireMockProcess? _process;
    private WireMockAdmin? _admin;

    /// <summary>Where the stubbed services listen.</summary>
    public Uri Address => _process!.Address;

    internal WireMockAdmin Admin => _admin!;

    public async Task InitializeAsync()
    {
        var jar = await new WireMockInstallation(Repository.ContractTests).EnsureAsync(CancellationToken.None);
        _process = await WireMockProcess.StartAsync(WireMockProcess.Java, jar, Path.Combine(AppContext.BaseDirectory, "wiremock"), CancellationToken.None);
        _admin = new WireMockAdmin(_process.Address);
        using var limit = new CancellationTokenSource(HealthLimit);
        while (!await _admin.IsHealthyAsync(limit.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _admin?.Dispose();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Resets the server and stubs it with mappings by name.</summary>
    internal async Task StubAsync(params IEnumerable<string> mappings)
    {
        await Admin.ResetAsync();
        foreach (var mapping in mappings)
        {
            await Admin.AddAsync(Mapping.Load(mapping));
        }
    }
}
