namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>A request that came, and what was answered.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Token">The token that came along, or null.</param>
/// <param name="Answer">What was answered.</param>
internal sealed record FuzzedExchange(string Method, string Path, string? Token, FuzzedAnswer Answer)
{
    public bool IsToken => Path.StartsWith("/auth/", StringComparison.Ordinal);

    /// <summary>Whether it asks for a change, rather than for a token or a look.</summary>
    public bool IsChange => Method == "POST" && !IsToken && !Path.Contains("/search/", StringComparison.Ordinal);
}
