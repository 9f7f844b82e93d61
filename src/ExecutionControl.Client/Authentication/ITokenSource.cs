namespace ExecutionControl.Client.Authentication;

/// <summary>Where a client's tokens come from. Must be safe to call from many threads at once.</summary>
public interface ITokenSource
{
    /// <summary>Gets a token for a server.</summary>
    /// <param name="server">The server that the token will be sent to.</param>
    /// <param name="rejected">
    /// The token that the server has just rejected, so that another one is wanted; <see langword="null"/> otherwise. A source
    /// that has no other returns the same one, and the rejection stands.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token.</returns>
    /// <exception cref="TokenRequestException">There is no token to be had.</exception>
    ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken);
}
