namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>A request that came, and what was answered.</summary>
internal sealed record FuzzedExchange(string Method, string Path, FuzzedAnswer Answer)
{
    public bool IsToken => Path.StartsWith("/auth/", StringComparison.Ordinal);

    /// <summary>Whether it asks for a change, rather than for a token or a look.</summary>
    public bool IsChange => Method == "POST" && !IsToken && !Path.Contains("/search/", StringComparison.Ordinal);
}
