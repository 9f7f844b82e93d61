namespace ExecutionControl.Client.Authentication;

/// <summary>A bearer token. Its <see cref="ToString"/> does not show it.</summary>
/// <param name="value">The token as it is sent.</param>
/// <param name="lifetime">How long it is valid from the moment it was asked for; <see langword="null"/> when nobody knows.</param>
public sealed class AccessToken(string value, TimeSpan? lifetime = null)
{
    /// <summary>The token as it is sent.</summary>
    public string Value { get; } = HeaderValue.Require(value, nameof(value));

    /// <summary>How long it is valid from the moment it was asked for; <see langword="null"/> when nobody knows.</summary>
    public TimeSpan? Lifetime { get; } = lifetime;

    /// <inheritdoc/>
    public override string ToString() => "AccessToken (hidden)";
}
