using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Keeps one token a server for all callers: one request at a time however many wait for it, renewal in the background before the token expires
/// (five minutes, or a tenth of its life if that is less), a live token kept when its renewal fails, and failures never kept. A token that does not
/// say when it ends is kept until a server rejects it.
/// </summary>
public sealed class CachingTokenSource : ITokenSource, IDisposable
{
    private static readonly TimeSpan _maxMargin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _renewalPause = TimeSpan.FromSeconds(10);

    private readonly ITokenSource _inner;
    private readonly TimeSpan _requestTimeout;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, Entry> _entries = [];
    private readonly CancellationTokenSource _disposed = new();
    private volatile CachedToken? _freshest;
    private bool _isDisposed;

    /// <summary>Makes the source.</summary>
    /// <param name="inner">Where tokens come from. It is disposed of with this source, where it can be.</param>
    /// <param name="options">Its options; the defaults if there are none.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CachingTokenSource(ITokenSource inner, CachingTokenSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        options ??= new CachingTokenSourceOptions();
        if (options.RequestTimeout != Timeout.InfiniteTimeSpan
            && (options.RequestTimeout <= TimeSpan.Zero || options.RequestTimeout > CachingTokenSourceOptions.MaxRequestTimeout))
        {
            throw new ArgumentException("RequestTimeout must be longer than zero and at most 24 days, or infinite.", nameof(options));
        }

        _inner = inner;
        _requestTimeout = options.RequestTimeout;
        _timeProvider = options.TimeProvider ?? throw new ArgumentException("TimeProvider must not be null.", nameof(options));
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClientDiagnostics.Name);
    }

    internal CachingTokenSource(ITokenSource inner, TimeSpan requestTimeout, TimeProvider timeProvider, ILogger logger)
    {
        _inner = inner;
        _requestTimeout = requestTimeout;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    /// <inheritdoc/>
    public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Nearly all calls: one server, and a token that is far from its end.
        return _freshest is { } fresh && !context.ForceRenewal && fresh.Server == context.Server && fresh.IsFresh(_timeProvider)
            ? new ValueTask<AccessToken>(fresh.Token)
            : FindAsync(context, cancellationToken);
    }

    private async ValueTask<AccessToken> FindAsync(TokenContext context, CancellationToken cancellationToken)
    {
        Task<AccessToken> mint;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_entries.TryGetValue(context.Server, out var entry))
            {
                _entries.Add(context.Server, entry = new Entry());
            }

            if (context.ForceRenewal && entry.Current is { } kept && context.Refuses(kept.Token.Value))
            {
                entry.Current = null;
                _freshest = null;
            }

            if (entry.Current is { } cached && cached.Age(_timeProvider) < cached.Lifetime)
            {
                if (cached.IsFresh(_timeProvider))
                {
                    _freshest = cached;
                }
                else if (cached.Age(_timeProvider) >= cached.RenewAfter && entry.Mint is null)
                {
                    _ = StartMint(entry, new TokenContext(context.Server) { Reason = TokenReason.Renewal });
                }

                return cached.Token;
            }

            mint = entry.Mint ?? StartMint(entry, context);
        }

        return await mint.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends requests that are under way, and forgets all tokens.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _freshest = null;
            _entries.Clear();
        }

        _disposed.Cancel();
        _disposed.Dispose();
        (_inner as IDisposable)?.Dispose();
    }

    private Task<AccessToken> StartMint(Entry entry, TokenContext context)
    {
        var disposed = _disposed.Token;
        entry.Mint = Task.Run(() => MintAsync(entry, context, disposed), disposed);

        // A renewal in the background may fail without anybody waiting for it.
        _ = entry.Mint.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return entry.Mint;
    }

    private async Task<AccessToken> MintAsync(Entry entry, TokenContext context, CancellationToken disposed)
    {
        var host = context.Server.Authority;
        using var timeout = new CancellationTokenSource(_requestTimeout, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(disposed, timeout.Token);
        var (askedAt, now) = (_timeProvider.GetTimestamp(), _timeProvider.GetUtcNow());
        CachedToken? minted = null;
        try
        {
            var token = await _inner.GetTokenAsync(context, linked.Token).ConfigureAwait(false);
            minted = new CachedToken(context.Server, token, askedAt, token.ExpiresAt - now, _timeProvider);
            TokenLog.TokenMinted(_logger, host, token.ExpiresAt - now);
            return token;
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            TokenLog.TokenFailed(_logger, host, "no answer in time");
            throw new TokenRequestException(
                $"the token endpoint of {host} did not answer within {_requestTimeout.TotalSeconds:0.###} s",
                isRejection: false,
                exception);
        }
        catch (TokenRequestException exception)
        {
            TokenLog.TokenFailed(_logger, host, exception.Message);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                entry.Mint = null;
                if (minted is not null)
                {
                    entry.Current = minted;
                }
                else
                {
                    entry.Current?.PutOffRenewal(_timeProvider, _renewalPause);
                }
            }
        }
    }

    /// <summary>What is kept for one server, so that no token goes to another.</summary>
    private sealed class Entry
    {
        public CachedToken? Current { get; set; }

        public Task<AccessToken>? Mint { get; set; }
    }

    /// <summary>A token with its times, by the monotonic clock.</summary>
    private sealed class CachedToken
    {
        private readonly long _askedAt;
        private readonly long _staleAt;

        public CachedToken(Uri server, AccessToken token, long askedAt, TimeSpan? lifetime, TimeProvider clock)
        {
            (Server, Token, _askedAt) = (server, token, askedAt);
            Lifetime = lifetime ?? TimeSpan.MaxValue;
            RenewAfter = lifetime is { } given ? given - (given / 10 < _maxMargin ? given / 10 : _maxMargin) : TimeSpan.MaxValue;
            var ticks = RenewAfter.TotalSeconds * clock.TimestampFrequency;
            _staleAt = ticks < long.MaxValue - askedAt ? askedAt + (long)ticks : long.MaxValue;
        }

        public Uri Server { get; }

        public AccessToken Token { get; }

        public TimeSpan Lifetime { get; }

        /// <summary>The age from which it is to be renewed; later than at first, once that has failed.</summary>
        public TimeSpan RenewAfter { get; private set; }

        public TimeSpan Age(TimeProvider clock) => clock.GetElapsedTime(_askedAt);

        /// <summary>Whether it is not near its end. Goes by what never changes, so that no lock is needed.</summary>
        public bool IsFresh(TimeProvider clock) => clock.GetTimestamp() < _staleAt;

        public void PutOffRenewal(TimeProvider clock, TimeSpan pause) => RenewAfter = Age(clock) + pause;
    }
}
