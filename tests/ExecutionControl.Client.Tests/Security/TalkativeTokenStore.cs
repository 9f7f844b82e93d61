using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Client.Tests.Security;

/// <summary>A token store that keeps nothing and says in its complaint what it was given.</summary>
internal sealed class TalkativeTokenStore : ITokenStore
{
    public ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<IAsyncDisposable?>(null);

    public ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<StoredToken?>(null);

    public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken) =>
        throw new TalkativeTokenStoreException($"There is no room for {token.Value}.");

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
