namespace ExecutionControl.Cli.Credentials;

/// <summary>A secret that a program handed over. Its <see cref="ToString"/> does not show it.</summary>
/// <param name="value">The secret.</param>
/// <param name="expiresAt">When it ends; null where the program does not say.</param>
internal sealed class SuppliedSecret(string value, DateTimeOffset? expiresAt = null)
{
    public string Value => value;

    public DateTimeOffset? ExpiresAt => expiresAt;

    public override string ToString() => "a secret, not shown";
}
