using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Asks a store before it mints, and tells it after. Many who need a token at once mint one: whoever waited for the right to mint looks
/// again before using it.
/// </summary>
internal sealed class StoringTokenSource(ITokenSource inner, ITokenStore store, string key, TimeProvider timeProvider, ILogger logger)
    : ITokenSource, IDisposable
{
    public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        var right = await AskStoreAsync(() => store.LockAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            return await FindAsync(context, cancellationToken).ConfigureAwait(false)
                ?? await MintAsync(context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (right is not null)
            {
                await AskStoreAsync(() => Done(right.DisposeAsync()), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private async ValueTask<AccessToken?> FindAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = timeProvider.GetUtcNow();
        if (stored is null || !stored.IsFresh(now) || context.Refuses(stored.Value))
        {
            return null;
        }

        TokenLog.TokenFound(logger, context.Server.Authority, stored.ExpiresAt - now);
        return stored.ToAccessToken();
    }

    private async ValueTask<AccessToken> MintAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (stored is not null && context.Refuses(stored.Value))
        {
            // At once, and not only when there is another: nobody else should try it.
            await AskStoreAsync(() => Done(store.RemoveAsync(key, cancellationToken)), cancellationToken).ConfigureAwait(false);
            stored = null;
        }

        var askedAt = timeProvider.GetUtcNow();
        AccessToken minted;
        try
        {
            minted = await inner.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenRequestException exception) when (!exception.IsRejection && stored is not null && stored.IsLive(timeProvider.GetUtcNow()))
        {
            // Near its end, but better than none.
            return stored.ToAccessToken();
        }

        if (minted.ExpiresAt is { } end && end > askedAt)
        {
            await AskStoreAsync(
                () => Done(store.WriteAsync(key, new StoredToken(minted.Value, askedAt, end), cancellationToken)),
                cancellationToken).ConfigureAwait(false);
        }

        return minted;
    }

    private ValueTask<StoredToken?> ReadAsync(CancellationToken cancellationToken) =>
        AskStoreAsync(() => store.ReadAsync(key, cancellationToken), cancellationToken);

    private static async ValueTask<bool> Done(ValueTask task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private async ValueTask<T?> AskStoreAsync<T>(Func<ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A store spares a mint; it must never cost a call.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            TokenLog.TokenStoreFailed(logger, exception.GetType().Name);
            return default;
        }
    }
}
