using System.Globalization;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>Tokens that outlive a client: each client here stands for a process.</summary>
public sealed class TokenStoreTests : IAsyncLifetime, IDisposable
{
    private readonly TurnedClock _clock = new();
    private MemoryTokenStore _store = null!;
    private ScriptedServer _server = null!;
    private string _workloadToken = "workload-1";
    private string? _rejected;
    private int _tokenStatus = 200;
    private int _minted;

    public Task InitializeAsync()
    {
        _store = new MemoryTokenStore();
        _server = new ScriptedServer(Answer);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task GetAutomationAsync_SecondClient_UsesTheStoredToken()
    {
        await CallAsync();
        await CallAsync();

        Assert.Equal(1, _minted);
        Assert.Equal("Bearer token-1, Bearer token-1", Authorizations());
    }

    [Fact]
    public async Task GetAutomationAsync_ManyClientsAtOnce_MintOneToken()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CallAsync()));

        Assert.Equal(1, _minted);
    }

    [Fact]
    public async Task GetAutomationAsync_StoredTokenIsRejected_IsDroppedAndMintedOnce()
    {
        await CallAsync();
        _rejected = "token-1";

        await CallAsync();
        await CallAsync();

        Assert.Equal(2, _minted);
        Assert.Equal("token-2", Assert.Single(_store.Tokens.Values).Value);
    }

    [Fact]
    public async Task GetAutomationAsync_StoredTokenIsRejectedAndNoOtherComes_IsDropped()
    {
        await CallAsync();
        _rejected = "token-1";
        _tokenStatus = 401;

        await Assert.ThrowsAsync<ControlCallRefusedException>(CallAsync);

        Assert.Empty(_store.Tokens);
    }

    [Theory]
    [InlineData(54, 1)]
    [InlineData(56, 2)]
    [InlineData(61, 2)]
    public async Task GetAutomationAsync_StoredTokenNearsItsEnd_IsMintedAnew(int minutes, int minted)
    {
        await CallAsync();
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        await CallAsync();

        Assert.Equal(minted, _minted);
    }

    [Fact]
    public async Task GetAutomationAsync_RenewalFails_LiveTokenIsUsed()
    {
        await CallAsync();
        _clock.Advance(TimeSpan.FromMinutes(57));
        _tokenStatus = 503;

        await CallAsync();

        Assert.Equal("Bearer token-1, Bearer token-1", Authorizations());
    }

    [Fact]
    public async Task GetAutomationAsync_StoredTokenComesFromTheFuture_IsNotUsed()
    {
        await CallAsync();
        var (key, token) = Assert.Single(_store.Tokens);
        _store.Tokens[key] = new StoredToken(token.Value, token.IssuedAt.AddYears(1), token.ExpiresAt.AddYears(1));

        await CallAsync();

        Assert.Equal(2, _minted);
    }

    [Fact]
    public async Task GetAutomationAsync_AnotherSecret_GetsNothingOfTheFirst()
    {
        await CallAsync();
        _workloadToken = "workload-2";

        await CallAsync();

        Assert.Equal(2, _minted);
        Assert.Equal(2, _store.Tokens.Count);
        Assert.All(_store.Tokens.Keys, key => Assert.Matches("^[0-9a-f]{64}$", key));
    }

    [Fact]
    public async Task GetAutomationAsync_StoreFails_IsDoneWithout()
    {
        _store.Fault = new IOException("disk full");

        await CallAsync();

        Assert.Equal(1, _minted);
    }

    [Fact]
    public async Task GetAutomationAsync_RightToMintIsNotToBeHad_MintsAllTheSame()
    {
        _store.IsLockBusy = true;

        await CallAsync();

        Assert.Equal(1, _minted);
        Assert.Single(_store.Tokens);
    }

    [Fact]
    public async Task GetAccessTokenAsync_NothingStored_GivesTheTokenThatIsKept()
    {
        using var client = Client();

        var token = await client.GetAccessTokenAsync();

        Assert.Equal(("token-1", TimeSpan.FromHours(1)), (token.Value, token.ExpiresAt - _clock.GetUtcNow()));
        Assert.Equal("token-1", Assert.Single(_store.Tokens.Values).Value);
        Assert.DoesNotContain("token-1", $"{token} {_store.Tokens.Values.Single()}", StringComparison.Ordinal);
    }

    private async Task CallAsync()
    {
        using var client = Client();
        await client.GetAutomationAsync("aut_1");
    }

    private ConductorOneClient Client() => TestClients.ConductorOne(_server.Url, _clock, options =>
    {
        options.AccessToken = null;
        options.ClientId = "fox@acme.conductor.one/spc";
        options.WorkloadToken = WorkloadToken.FromValue(_workloadToken);
        options.TokenStore = _store;
        options.Retry.MaxAttempts = 1;
    });

    private string Authorizations() => string.Join(", ", _server.Requests.Where(request => !request.IsToken).Select(request => request.Headers["Authorization"]));

    private Reply Answer(ScriptedRequest request)
    {
        if (!request.IsToken)
        {
            return string.Equals(request.Headers["Authorization"], $"Bearer {_rejected}", StringComparison.Ordinal)
                ? Reply.Json("""{"code":16,"message":"unauthenticated","details":[]}""", 401)
                : Reply.Json("""{"automation":{"id":"aut_1"}}""");
        }

        if (_tokenStatus != 200)
        {
            return Reply.Json("""{"error":"invalid_client"}""", _tokenStatus);
        }

        var number = Interlocked.Increment(ref _minted);
        return Reply.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"access_token":"token-{{number}}","token_type":"Bearer","expires_in":3600}"""));
    }
}
