using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Authentication;

/// <summary>A bearer token. Its <see cref="ToString"/> does not show it.</summary>
/// <param name="value">The token as it is sent.</param>
/// <param name="expiresAt">When it ends; <see langword="null"/> when nobody knows.</param>
public sealed class AccessToken(string value, DateTimeOffset? expiresAt = null)
{
    /// <summary>The token as it is sent.</summary>
    public string Value { get; } = HeaderValue.Require(value, nameof(value));

    /// <summary>When it ends; <see langword="null"/> when nobody knows.</summary>
    public DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <summary>The token as requests carry it, made once.</summary>
    internal BearerToken Bearer => field ??= new BearerToken(Value);

    /// <inheritdoc/>
    public override string ToString() => "AccessToken (hidden)";
}
