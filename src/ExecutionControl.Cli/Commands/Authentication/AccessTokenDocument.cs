namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>An access token, as a document for programs.</summary>
internal sealed record AccessTokenDocument
{
    public string Schema { get; } = "ectl/v1/access-token";

    public required string Service { get; init; }

    /// <summary>The token: a secret.</summary>
    public required string AccessToken { get; init; }

    /// <summary>When it ends; left out where nobody knows.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The server that it is for.</summary>
    public string? Server { get; init; }

    public override string ToString() => "AccessTokenDocument (hidden)";
}
