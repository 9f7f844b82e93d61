using System.Collections.Concurrent;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>The one token of all callers, at the borders of its life.</summary>
public sealed class CachingTokenSourceTests : IDisposable
{
    private static readonly Uri Server = new("https://acme.conductor.one");
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private readonly TurnedClock _clock = new(timeLimitFrom: TimeSpan.FromSeconds(20));
    private readonly Minting _mint;
    private readonly TokenLog _log = new();
    private readonly CachingTokenSource _tokens;

    public CachingTokenSourceTests()
    {
        _mint = new Minting(_clock);
        _tokens = new CachingTokenSource(_mint, TimeSpan.FromSeconds(27), _clock, _log);
    }

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData(50, 45)]
    [InlineData(3000, 2700)]
    [InlineData(3600, 3300)]
    [InlineData(86400, 86100)]
    public async Task GetTokenAsync_Lifetime_IsRenewedInTheBackgroundFromItsMarginOn(int lifetime, int renewAfter)
    {
        _mint.Lifetime = TimeSpan.FromSeconds(lifetime);

        Assert.Equal("token-1", await GetAsync());
        _clock.Advance(TimeSpan.FromSeconds(renewAfter) - Tick);
        Assert.Equal("token-1", await GetAsync());
        await SettledAsync();
        Assert.Equal(1, _mint.Count);
        _clock.Advance(Tick);
        Assert.Equal("token-1", await GetAsync());
        await _mint.CountedAsync(2);
    }

    [Fact]
    public async Task GetTokenAsync_RenewalFailed_IsNotTriedAgainAtOnce()
    {
        await GetAsync();
        _mint.Failure = new TokenRequestException("x", isRejection: false);
        _clock.Advance(TimeSpan.FromMinutes(56));
        await GetAsync();
        await _mint.CountedAsync(2);
        await SettledAsync();

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("token-1", await GetAsync());
            await SettledAsync();
        }

        Assert.Equal(2, _mint.Count);
    }

    [Fact]
    public async Task GetTokenAsync_LifetimeIsOver_WaitsForANewToken()
    {
        _mint.Lifetime = TimeSpan.FromSeconds(50);

        Assert.Equal("token-1", await GetAsync());
        _clock.Advance(TimeSpan.FromSeconds(50));

        Assert.Equal("token-2", await GetAsync());
    }

    [Fact]
    public async Task GetTokenAsync_NoLifetime_IsKeptForGood()
    {
        _mint.Lifetime = null;

        Assert.Equal("token-1", await GetAsync());
        _clock.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(("token-1", 1), (await GetAsync(), _mint.Count));
    }

    [Fact]
    public async Task GetTokenAsync_AnotherTokenWasRejected_KeepsThisOne()
    {
        Assert.Equal("token-1", await GetAsync());

        Assert.Equal("token-1", await GetAsync(new AccessToken("token-0")));
        Assert.Equal("token-2", await GetAsync(new AccessToken("token-1")));

        Assert.Equal([null, "token-1"], _mint.Rejected);
    }

    [Fact]
    public async Task GetTokenAsync_NoAnswerInTime_IsNoRejection()
    {
        _mint.Hold = new TaskCompletionSource();

        var call = GetAsync();
        await _mint.CountedAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(27));
        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => call);

        Assert.Equal((false, "the token endpoint of acme.conductor.one did not answer within 27 s"), (exception.IsRejection, exception.Message));
        Assert.Equal(["No token could be had for acme.conductor.one: no answer in time"], _log.Messages);
        _mint.Hold = null;
        Assert.Equal("token-2", await GetAsync());
    }

    [Fact]
    public async Task GetTokenAsync_CallerGivesUp_LeavesTheMintToTheOthers()
    {
        _mint.Hold = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();

        var (first, second) = (GetAsync(cancellationToken: cancellation.Token), GetAsync());
        await _mint.CountedAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _mint.Hold.SetResult();

        Assert.Equal(("token-1", 1), (await second, _mint.Count));
    }

    [Fact]
    public async Task GetTokenAsync_AgeOfAToken_BeginsWhenItWasAskedFor()
    {
        (_mint.Hold, _mint.Lifetime) = (new TaskCompletionSource(), TimeSpan.FromSeconds(50));

        var call = GetAsync();
        await _mint.CountedAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(20));
        _mint.Hold.SetResult();
        Assert.Equal("token-1", await call);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("token-2", await GetAsync());
    }

    [Fact]
    public async Task GetTokenAsync_MintedOrNot_IsTold()
    {
        _mint.Failure = new TokenRequestException("x", isRejection: true);
        Assert.Same(_mint.Failure, await Record.ExceptionAsync(() => GetAsync()));
        _mint.Failure = null;
        await GetAsync();

        Assert.Equal(["No token could be had for acme.conductor.one: x", "Got a token for acme.conductor.one, valid for 01:00:00"], _log.Messages);
    }

    [Fact]
    public async Task Dispose_MintUnderWay_EndsItAndDisposesTheSource()
    {
        _mint.Hold = new TaskCompletionSource();
        var tokens = new CachingTokenSource(_mint, TimeSpan.FromSeconds(27), _clock, _log);
        var call = tokens.GetTokenAsync(new TokenContext(Server), CancellationToken.None).AsTask();
        await _mint.CountedAsync(1);

        tokens.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(_mint.IsDisposed);
    }

    [Fact]
    public async Task GetTokenAsync_TwoServers_EachHasATokenOfItsOwn()
    {
        using var tokens = new CachingTokenSource(_mint, new CachingTokenSourceOptions { TimeProvider = _clock });
        var other = new TokenContext(new Uri("https://other.conductor.one"));

        var values = new[]
        {
            await tokens.GetTokenAsync(new TokenContext(Server), CancellationToken.None),
            await tokens.GetTokenAsync(other, CancellationToken.None),
            await tokens.GetTokenAsync(new TokenContext(Server), CancellationToken.None),
            await tokens.GetTokenAsync(other, CancellationToken.None),
        }.Select(token => token.Value);

        Assert.Equal(["token-1", "token-2", "token-1", "token-2"], values);
        Assert.Equal([Server, other.Server], _mint.Contexts.Select(context => context.Server));
    }

    [Fact]
    public async Task GetTokenAsync_RenewalIsForced_GivesANewTokenToAllFromThenOn()
    {
        Assert.Equal("token-1", await GetAsync());

        Assert.Equal("token-2", (await _tokens.GetTokenAsync(new TokenContext(Server) { ForceRenewal = true }, CancellationToken.None)).Value);

        Assert.Equal("token-2", await GetAsync());
    }

    [Fact]
    public async Task GetTokenAsync_Reason_ReachesTheSourceBelow()
    {
        await _tokens.GetTokenAsync(new TokenContext(Server) { Reason = TokenReason.Call }, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(56));
        await GetAsync();
        await RenewedAsync("token-2");
        await _tokens.GetTokenAsync(
            new TokenContext(Server) { Reason = TokenReason.Rejection, Rejected = new AccessToken("token-2") }, CancellationToken.None);

        Assert.Equal(
            [(TokenReason.Call, false), (TokenReason.Renewal, false), (TokenReason.Rejection, true)],
            _mint.Contexts.Select(context => (context.Reason, context.ForceRenewal)));
    }

    [Fact]
    public async Task GetTokenAsync_Disposed_SaysSo()
    {
        _tokens.Dispose();
        _tokens.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => GetAsync());
    }

    [Fact]
    public void Constructor_WrongOption_IsNamed()
    {
        Assert.Contains("RequestTimeout", Assert.Throws<ArgumentException>(() => new CachingTokenSource(_mint, new() { RequestTimeout = TimeSpan.Zero })).Message, StringComparison.Ordinal);
        Assert.Contains("RequestTimeout", Assert.Throws<ArgumentException>(() => new CachingTokenSource(_mint, new() { RequestTimeout = TimeSpan.FromDays(25) })).Message, StringComparison.Ordinal);
        Assert.Contains("TimeProvider", Assert.Throws<ArgumentException>(() => new CachingTokenSource(_mint, new() { TimeProvider = null! })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new CachingTokenSource(null!));
    }

    /// <summary>Lets a renewal in the background come to its end: until then the token before it is given.</summary>
    private async Task RenewedAsync(string token)
    {
        while (await GetAsync() != token)
        {
            await Task.Yield();
        }
    }

    /// <summary>Lets what was begun in the background go on, if anything was.</summary>
    private static async Task SettledAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            // Behind what waits already: a worker takes its own newest task first.
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }
    }

    private async Task<string> GetAsync(AccessToken? rejected = null, CancellationToken cancellationToken = default) =>
        (await _tokens.GetTokenAsync(new TokenContext(Server) { Rejected = rejected }, cancellationToken)).Value;

    /// <summary>Gives token-1, token-2 and so on, when it is let.</summary>
    private sealed class Minting(TimeProvider clock) : ITokenSource, IDisposable
    {
        private int _count;

        public TimeSpan? Lifetime { get; set; } = TimeSpan.FromHours(1);

        public TaskCompletionSource? Hold { get; set; }

        public Exception? Failure { get; set; }

        public List<string?> Rejected { get; } = [];

        public ConcurrentQueue<TokenContext> Contexts { get; } = [];

        public bool IsDisposed { get; private set; }

        public int Count => Volatile.Read(ref _count);

        public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
        {
            Contexts.Enqueue(context);
            Rejected.Add(context.Rejected?.Value);
            var now = clock.GetUtcNow();
            var number = Interlocked.Increment(ref _count);
            if (Hold is { } hold)
            {
                await hold.Task.WaitAsync(cancellationToken);
            }

            return Failure is not null ? throw Failure : new AccessToken(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"token-{number}"), now + Lifetime);
        }

        /// <summary>Waits for what happens in the background.</summary>
        public async Task CountedAsync(int count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Count < count)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        public void Dispose() => IsDisposed = true;
    }
}
