namespace ExecutionControl.Cli.TokenCache;

/// <summary>What a file of the token cache holds.</summary>
internal sealed record TokenFileContent(int Version, string Token, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The version that is written; a file of another is as good as none.</summary>
    public const int CurrentVersion = 1;

    public override string ToString() => "TokenFileContent (hidden)";
}
