using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.TokenCache;

/// <summary>Tells of every access token that comes to be known, so that it can be kept out of what is shown, also where nothing is kept.</summary>
/// <param name="inner">Keeps the tokens; null when they are not to be kept.</param>
/// <param name="tell">Is told each token.</param>
internal sealed class WatchedTokenStore(ITokenStore? inner, Action<string> tell) : ITokenStore
{
    public ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken) =>
        inner?.LockAsync(key, cancellationToken) ?? ValueTask.FromResult<IAsyncDisposable?>(null);

    public async ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var token = inner is null ? null : await inner.ReadAsync(key, cancellationToken);
        if (token is not null)
        {
            tell(token.Value);
        }

        return token;
    }

    public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
    {
        tell(token.Value);
        return inner?.WriteAsync(key, token, cancellationToken) ?? ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => inner?.RemoveAsync(key, cancellationToken) ?? ValueTask.CompletedTask;
}
