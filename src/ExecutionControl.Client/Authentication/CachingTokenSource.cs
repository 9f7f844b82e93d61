using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Keeps one token for all callers: one request at a time however many wait for it, renewal in the background before the
/// token expires, a live token kept when its renewal fails, and failures never kept.
/// </summary>
internal sealed class CachingTokenSource(ITokenSource inner, TimeSpan mintTimeout, TimeProvider timeProvider, ILogger logger) : ITokenSource, IDisposable
{
    private static readonly TimeSpan _maxMargin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _renewalPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private CachedToken? _current;
    private Task<AccessToken>? _mint;

    public async ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken)
    {
        Task<AccessToken> mint;
        lock (_gate)
        {
            if (rejected is not null && string.Equals(_current?.Token.Value, rejected.Value, StringComparison.Ordinal))
            {
                _current = null;
            }

            if (_current is { } cached && cached.Age(timeProvider) < cached.Lifetime)
            {
                if (cached.Age(timeProvider) >= cached.RenewAfter && _mint is null)
                {
                    _ = StartMint(server, rejected: null);
                }

                return cached.Token;
            }

            mint = _mint ?? StartMint(server, rejected);
        }

        return await mint.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
        (inner as IDisposable)?.Dispose();
    }

    private Task<AccessToken> StartMint(Uri server, AccessToken? rejected)
    {
        var disposed = _disposed.Token;
        _mint = Task.Run(() => MintAsync(server, rejected, disposed), disposed);

        // A renewal in the background may fail without anybody waiting for it.
        _ = _mint.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return _mint;
    }

    private async Task<AccessToken> MintAsync(Uri server, AccessToken? rejected, CancellationToken disposed)
    {
        using var timeout = new CancellationTokenSource(mintTimeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(disposed, timeout.Token);
        var askedAt = timeProvider.GetTimestamp();
        CachedToken? minted = null;
        try
        {
            var token = await inner.GetTokenAsync(server, rejected, linked.Token).ConfigureAwait(false);
            minted = new CachedToken(token, askedAt);
            TokenLog.TokenMinted(logger, server.Authority, token.Lifetime);
            return token;
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            TokenLog.TokenFailed(logger, server.Authority, "no answer in time");
            throw new TokenRequestException(
                $"the token endpoint of {server.Authority} did not answer within {mintTimeout.TotalSeconds:0.###} s",
                isRejection: false,
                exception);
        }
        catch (TokenRequestException exception)
        {
            TokenLog.TokenFailed(logger, server.Authority, exception.Message);
            throw;
        }
        finally
        {
            ClientDiagnostics.TokenMints.Add(1, new KeyValuePair<string, object?>("execution_control.token_minted", minted is not null));
            lock (_gate)
            {
                _mint = null;
                if (minted is not null)
                {
                    _current = minted;
                }
                else
                {
                    _current?.PutOffRenewal(timeProvider, _renewalPause);
                }
            }
        }
    }

    /// <summary>A token with its times, by the monotonic clock.</summary>
    private sealed class CachedToken(AccessToken token, long askedAt)
    {
        public AccessToken Token => token;

        public TimeSpan Lifetime { get; } = token.Lifetime ?? TimeSpan.MaxValue;

        public TimeSpan RenewAfter { get; private set; } = token.Lifetime is { } lifetime
            ? lifetime - (lifetime / 10 < _maxMargin ? lifetime / 10 : _maxMargin)
            : TimeSpan.MaxValue;

        public TimeSpan Age(TimeProvider clock) => clock.GetElapsedTime(askedAt);

        public void PutOffRenewal(TimeProvider clock, TimeSpan pause) => RenewAfter = Age(clock) + pause;
    }
}
