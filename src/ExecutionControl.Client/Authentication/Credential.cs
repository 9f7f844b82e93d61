using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Authentication;

/// <summary>Which server a client's options mean, and how its tokens are had. The two come from one source, so that no token goes to a stale address.</summary>
/// <param name="Server">The server.</param>
/// <param name="CreateTokens">Makes the token source, given a way to the token endpoint.</param>
internal sealed record Credential(Uri Server, Func<TokenEndpoint, ILogger, ITokenSource> CreateTokens)
{
    /// <summary>What of the server the credential is for, where that is less than the whole: Codegen's organization.</summary>
    public long Part { get; init; }

    /// <summary>What tells this credential from another one; equal when nothing has changed. May hold a secret.</summary>
    public object Identity { get; init; } = new();

    /// <summary>Whether the token source ends with the client.</summary>
    public bool IsSourceOwned { get; init; } = true;

    /// <summary>A token that is used as it is, unless the options name another source.</summary>
    public static Credential Static(Uri server, ITokenSource? source, string? token) =>
        new(server, (_, _) => source ?? new StaticTokenSource(token!))
        {
            Identity = source ?? (object)token!,
            IsSourceOwned = source is null,
        };

    public override string ToString() => $"Credential for {Server.Authority} (hidden)";
}
