namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Keeps minted access tokens beyond one client, such as between processes, since every mint is an audit event at the service. A
/// store that fails is done without: nothing that it throws, but for a cancellation that was asked for, ends a call. Must be safe to
/// call from many threads at once. Members that are added later have a default.
/// </summary>
public interface ITokenStore
{
    /// <summary>Takes the right to mint, so that of many who need a token only one asks for it.</summary>
    /// <param name="key">Which token; see <see cref="ReadAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// What gives the right back when it is disposed; <see langword="null"/>, the default, when it was not to be had in good time, and the caller
    /// should go on without.
    /// </returns>
    ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult<IAsyncDisposable?>(null);

    /// <summary>Reads a token. Whether it is still valid is the caller's business.</summary>
    /// <param name="key">
    /// Which token: 64 lower-case hexadecimal digits, made from the server, the client id and a hash of the secret. Neither can be had from it.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token, or <see langword="null"/> when there is none.</returns>
    ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a token in place of the one before.</summary>
    /// <param name="key">Which token; see <see cref="ReadAsync"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken);

    /// <summary>Forgets a token, which the service has rejected.</summary>
    /// <param name="key">Which token; see <see cref="ReadAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask RemoveAsync(string key, CancellationToken cancellationToken);
}
