namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Where a client's tokens come from. Must be safe to call from many threads at once. A client asks for every attempt: one that has to fetch its
/// tokens goes into a <see cref="CachingTokenSource"/>. Members that are added later have a default.
/// </summary>
public interface ITokenSource
{
    /// <summary>Gets a token for a server.</summary>
    /// <param name="context">What it is asked for: the server, why, and whether one that was had before will do.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token.</returns>
    /// <exception cref="TokenRequestException">
    /// There is no token to be had; whether the credential was rejected, or asking again may help, stands in it. Any other exception that is no
    /// mistake of the program's means the latter.
    /// </exception>
    ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken);
}
