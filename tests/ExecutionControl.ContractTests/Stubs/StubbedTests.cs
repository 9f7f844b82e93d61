namespace ExecutionControl.ContractTests.Stubs;

/// <summary>Tests of a client of stubbed services; each begins without stubs, and fails when a request fits none of its own.</summary>
public abstract class StubbedTests : IClassFixture<StubServer>, IAsyncLifetime
{
    protected StubbedTests(StubServer server) => Server = server;

    protected StubServer Server { get; }

    public Task InitializeAsync()
    {
        Server.Reset();
        return Task.CompletedTask;
    }

    /// <summary>A client may well take WireMock.Net's own 404 for an answer of the service.</summary>
    public Task DisposeAsync()
    {
        var unmatched = Server.Requests.Where(request => !request.WasMatched).ToList();
        Assert.True(unmatched.Count == 0, $"No stub fits: {string.Join(", ", unmatched)}");
        return Task.CompletedTask;
    }
}
