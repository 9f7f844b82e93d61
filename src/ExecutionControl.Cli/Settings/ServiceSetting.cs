namespace ExecutionControl.Cli.Settings;

/// <summary>One thing that can be said about an account at a service.</summary>
/// <param name="Service">The service's name as it is typed.</param>
/// <param name="Variable">Its environment variable; null for what only a profile can say.</param>
/// <param name="Key">Its name in a profile.</param>
/// <param name="IsSecret">Whether nobody may see it.</param>
/// <param name="IsDecisive">
/// Whether it names a host or a credential: a source that says one such thing must say all of them, so that no credential goes to
/// a host that another source named.
/// </param>
/// <param name="IsNumber">Whether it is a positive whole number.</param>
internal sealed record ServiceSetting(
    string Service, string? Variable, string Key, bool IsSecret = false, bool IsDecisive = true, bool IsNumber = false)
{
    /// <summary>The key of the server's address, at every service.</summary>
    public const string ServerUrlKey = "server-url";

    /// <summary>The key of a program that prints the secret.</summary>
    public const string CredentialProcessKey = "credential-process";

    /// <summary>The key of the credential helper that keeps the secret.</summary>
    public const string CredentialHelperKey = "credential-helper";

    /// <summary>Whether it is the server's address.</summary>
    public bool IsAddress => Key is ServerUrlKey;

    /// <summary>Whether a program supplies the secret.</summary>
    public bool IsSupply => Key is CredentialProcessKey or CredentialHelperKey;

    /// <summary>The name by which people address it in a profile, such as <c>kubiya.server-url</c>.</summary>
    public string QualifiedKey => $"{Service}.{Key}";
}
