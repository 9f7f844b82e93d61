using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>The one token of all callers, at the borders of its life.</summary>
public sealed class CachingTokenSourceTests : IDisposable
{
    private static readonly Uri Server = new("https://acme.conductor.one");
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private readonly TurnedClock _clock = new(timeLimitFrom: TimeSpan.FromSeconds(20));
    private readonly Minting _mint = new();
    private readonly TokenLog _log = new();
    private readonly CachingTokenSource _tokens;

    public CachingTokenSourceTests() => _tokens = new CachingTokenSource(_mint, TimeSpan.FromSeconds(27), _clock, _log);

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
    public async Task GetTokenAsync_MintedOrNot_IsToldAndCounted()
    {
        var counts = new ConcurrentQueue<object?>();
        var mine = new AsyncLocal<bool> { Value = true };
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "execution_control.token_mints")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            // The counter is the process's: what other tests count comes from other flows of execution.
            if (mine.Value)
            {
                counts.Enqueue((count, tags[0].Key, tags[0].Value));
            }
        });
        listener.Start();

        _mint.Failure = new TokenRequestException("x", isRejection: true);
        Assert.Same(_mint.Failure, await Record.ExceptionAsync(() => GetAsync()));
        _mint.Failure = null;
        await GetAsync();

        Assert.Equal(["No token could be had for acme.conductor.one: x", "Got a token for acme.conductor.one, valid for 01:00:00"], _log.Messages);
        Assert.Equal([(1L, "execution_control.token_minted", (object)false), (1L, "execution_control.token_minted", (object)true)], counts);
    }

    [Fact]
    public async Task Dispose_MintUnderWay_EndsItAndDisposesTheSource()
    {
        _mint.Hold = new TaskCompletionSource();
        var tokens = new CachingTokenSource(_mint, TimeSpan.FromSeconds(27), _clock, _log);
        var call = tokens.GetTokenAsync(Server, rejected: null, CancellationToken.None).AsTask();
        await _mint.CountedAsync(1);

        tokens.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(_mint.IsDisposed);
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
        (await _tokens.GetTokenAsync(Server, rejected, cancellationToken)).Value;

    /// <summary>Gives token-1, token-2 and so on, when it is let.</summary>
    private sealed class Minting : ITokenSource, IDisposable
    {
        private int _count;

        public TimeSpan? Lifetime { get; set; } = TimeSpan.FromHours(1);

        public TaskCompletionSource? Hold { get; set; }

        public Exception? Failure { get; set; }

        public List<string?> Rejected { get; } = [];

        public bool IsDisposed { get; private set; }

        public int Count => Volatile.Read(ref _count);

        public async ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken)
        {
            Rejected.Add(rejected?.Value);
            var number = Interlocked.Increment(ref _count);
            if (Hold is { } hold)
            {
                await hold.Task.WaitAsync(cancellationToken);
            }

            return Failure is not null ? throw Failure : new AccessToken(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"token-{number}"), Lifetime);
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
