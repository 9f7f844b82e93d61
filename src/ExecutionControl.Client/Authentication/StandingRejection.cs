namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Remembers that a token was rejected which had just been renewed: then it is the credential that the service does not want, and another
/// token, each an audit event there, would be rejected as well. Forgotten when the service takes a token again, when the token is another,
/// and after a minute, so that whoever runs for long finds out that the credential is good again.
/// </summary>
internal sealed class StandingRejection(TimeProvider timeProvider)
{
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(1);
    private volatile Noted? _noted;

    /// <summary>Whether a renewal of this token would be of no use.</summary>
    public bool IsOf(AccessToken token) =>
        _noted is { } noted
        && string.Equals(noted.Token.Value, token.Value, StringComparison.Ordinal)
        && timeProvider.GetElapsedTime(noted.At) < _span;

    public void Note(AccessToken token) => _noted = new Noted(token, timeProvider.GetTimestamp());

    public void Forget() => _noted = null;

    private sealed record Noted(AccessToken Token, long At);
}
