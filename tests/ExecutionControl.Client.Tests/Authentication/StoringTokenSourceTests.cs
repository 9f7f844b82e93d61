using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>What is asked of a store, and what is done without one.</summary>
public sealed class StoringTokenSourceTests : IDisposable
{
    private const string Key = "key";
    private static readonly Uri Server = new("https://acme.conductor.one");
    private readonly TurnedClock _clock = new();
    private readonly MemoryTokenStore _store = new();
    private readonly Minting _mint;
    private readonly TokenLog _log = new();

    public void Dispose() => _store.Dispose();

    public StoringTokenSourceTests() => _mint = new Minting(_clock);

    [Fact]
    public async Task GetTokenAsync_FreshTokenStored_IsFoundAndNothingMinted()
    {
        Store("stored", TimeSpan.FromMinutes(-10), TimeSpan.FromMinutes(50));

        var token = await GetAsync();

        Assert.Equal(("stored", TimeSpan.FromMinutes(50), 0), (token.Value, token.ExpiresAt - _clock.GetUtcNow(), _mint.Count));
        Assert.Equal(["The token store has a token for acme.conductor.one, valid for 00:50:00"], _log.Messages);
    }

    [Fact]
    public async Task GetTokenAsync_NothingStored_MintsAndStoresWithItsTimes()
    {
        var token = await GetAsync();

        var stored = _store.Tokens[Key];
        Assert.Equal(("minted-1", "minted-1"), (token.Value, stored.Value));
        Assert.Equal((_clock.GetUtcNow(), _clock.GetUtcNow().AddHours(1)), (stored.IssuedAt, stored.ExpiresAt));
        Assert.Equal([null], _mint.Rejected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task GetTokenAsync_MintedWithoutALifetime_IsNotStored(int? seconds)
    {
        _mint.Lifetime = seconds is { } given ? TimeSpan.FromSeconds(given) : null;

        Assert.Equal("minted-1", (await GetAsync()).Value);

        Assert.Empty(_store.Tokens);
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public async Task GetTokenAsync_StoredTokenWasRejected_IsRemovedAndMintedAnew()
    {
        Store("stored", TimeSpan.Zero, TimeSpan.FromHours(1));
        _mint.Failure = new TokenRequestException("down", isRejection: false);

        await Assert.ThrowsAsync<TokenRequestException>(() => GetAsync("stored"));

        Assert.Empty(_store.Tokens);
        Assert.Equal(["stored"], _mint.Rejected);
    }

    [Fact]
    public async Task GetTokenAsync_AnotherTokenWasRejected_GivesTheStoredOne()
    {
        Store("stored", TimeSpan.Zero, TimeSpan.FromHours(1));

        Assert.Equal("stored", (await GetAsync("before")).Value);
    }

    [Theory]
    [InlineData(false, 57, true)]
    [InlineData(true, 57, false)]
    [InlineData(false, 60, false)]
    public async Task GetTokenAsync_RenewalFails_UsesTheStoredTokenWhileItLives(bool isRejection, int minutes, bool isUsed)
    {
        Store("stored", TimeSpan.Zero, TimeSpan.FromHours(1));
        _mint.Failure = new TokenRequestException("down", isRejection);
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        if (isUsed)
        {
            var token = await GetAsync();
            Assert.Equal(("stored", TimeSpan.FromMinutes(3)), (token.Value, token.ExpiresAt - _clock.GetUtcNow()));
        }
        else
        {
            Assert.Same(_mint.Failure, await Record.ExceptionAsync(() => GetAsync()));
        }
    }

    [Fact]
    public async Task GetTokenAsync_Always_GivesTheRightToMintBack()
    {
        _mint.Failure = new TokenRequestException("down", isRejection: false);
        await Assert.ThrowsAsync<TokenRequestException>(() => GetAsync());
        _mint.Failure = null;

        await GetAsync();
        _store.Tokens.Clear();
        Assert.Equal("minted-3", (await GetAsync().WaitAsync(TimeSpan.FromSeconds(60))).Value);
    }

    [Fact]
    public async Task GetTokenAsync_StoreFails_IsToldByTheKindOfFailureAlone()
    {
        _store.Fault = new IOException("a secret path");

        Assert.Equal("minted-1", (await GetAsync()).Value);

        Assert.NotEmpty(_log.Messages);
        Assert.All(_log.Messages, message => Assert.Equal("The token store failed with IOException and is done without", message));
    }

    [Fact]
    public async Task GetTokenAsync_StoreGivesUpByItself_IsDoneWithout()
    {
        _store.Fault = new OperationCanceledException();

        Assert.Equal("minted-1", (await GetAsync()).Value);
    }

    [Fact]
    public async Task GetTokenAsync_CallerGivesUp_EndsAtTheStore()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        _store.Fault = new OperationCanceledException(cancellation.Token);

        await Assert.ThrowsAsync<OperationCanceledException>(() => Source().GetTokenAsync(new TokenContext(Server), cancellation.Token).AsTask());

        Assert.Equal(0, _mint.Count);
    }

    [Fact]
    public async Task GetTokenAsync_RenewalIsForced_TakesNothingFromTheStore()
    {
        Store("stored", TimeSpan.FromMinutes(-10), TimeSpan.FromMinutes(50));

        var token = await Source().GetTokenAsync(new TokenContext(Server) { ForceRenewal = true }, CancellationToken.None);

        Assert.Equal(("minted-1", "minted-1"), (token.Value, _store.Tokens[Key].Value));
    }

    [Fact]
    public async Task LockAsync_StoreThatHasNone_GivesNoRight()
    {
        ITokenStore plain = new Unlocked();

        Assert.Null(await plain.LockAsync(Key, CancellationToken.None));
        Assert.Equal("minted-1", (await new StoringTokenSource(_mint, plain, Key, _clock, _log).GetTokenAsync(new TokenContext(Server), CancellationToken.None)).Value);
    }

    [Fact]
    public void Dispose_DisposesTheSourceBelow()
    {
        Source().Dispose();

        Assert.True(_mint.IsDisposed);
    }

    private StoringTokenSource Source() => new(_mint, _store, Key, _clock, _log);

    private async Task<AccessToken> GetAsync(string? rejected = null) =>
        await Source().GetTokenAsync(new TokenContext(Server) { Rejected = rejected is null ? null : new AccessToken(rejected) }, CancellationToken.None);

    private void Store(string value, TimeSpan issued, TimeSpan expires) =>
        _store.Tokens[Key] = new StoredToken(value, _clock.GetUtcNow() + issued, _clock.GetUtcNow() + expires);

    /// <summary>The least that a store has.</summary>
    private sealed class Unlocked : ITokenStore
    {
        public ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<StoredToken?>(null);

        public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Minting(TimeProvider clock) : ITokenSource, IDisposable
    {
        public TimeSpan? Lifetime { get; set; } = TimeSpan.FromHours(1);

        public Exception? Failure { get; set; }

        public List<string?> Rejected { get; } = [];

        public int Count => Rejected.Count;

        public bool IsDisposed { get; private set; }

        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
        {
            Rejected.Add(context.Rejected?.Value);
            return Failure is null ? ValueTask.FromResult(new AccessToken($"minted-{(char)('0' + Count)}", clock.GetUtcNow() + Lifetime)) : throw Failure;
        }

        public void Dispose() => IsDisposed = true;
    }
}
