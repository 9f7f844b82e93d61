namespace ExecutionControl.Client.Authentication;

/// <summary>An access token with its times by the wall clock, which processes share. Its <see cref="ToString"/> does not show it.</summary>
/// <param name="value">The token as it is sent.</param>
/// <param name="issuedAt">When it was asked for.</param>
/// <param name="expiresAt">When it ends; later than <paramref name="issuedAt"/>.</param>
public sealed class StoredToken(string value, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
{
    private static readonly TimeSpan _maxMargin = TimeSpan.FromMinutes(5);

    /// <summary>The token as it is sent.</summary>
    public string Value { get; } = HeaderValue.Require(value, nameof(value));

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset IssuedAt { get; } = issuedAt;

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; } = expiresAt > issuedAt
        ? expiresAt
        : throw new ArgumentOutOfRangeException(nameof(expiresAt), expiresAt, "A token ends after it was asked for.");

    /// <inheritdoc/>
    public override string ToString() => "StoredToken (hidden)";

    /// <summary>Whether it is valid. One from the future was written by another clock, and tells nothing.</summary>
    internal bool IsLive(DateTimeOffset now) => IssuedAt <= now && now < ExpiresAt;

    /// <summary>Whether it is valid, and not so near its end that it should be renewed: five minutes, or a tenth of its life.</summary>
    internal bool IsFresh(DateTimeOffset now)
    {
        var tenth = (ExpiresAt - IssuedAt) / 10;
        return IsLive(now) && now < ExpiresAt - (tenth < _maxMargin ? tenth : _maxMargin);
    }

    internal AccessToken ToAccessToken() => new(Value, ExpiresAt);
}
