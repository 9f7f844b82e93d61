namespace ExecutionControl.Reference.Tokens;

/// <summary>A ConductorOne client id in its parts: <c>name@host/suffix</c>, the host with its port if it has one.</summary>
internal sealed record ClientIdentifier(string Name, string Authority, string Suffix)
{
    /// <summary>Splits an id once at the first <c>@</c> and the rest once at the first <c>/</c>; null when a part is missing.</summary>
    public static ClientIdentifier? Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var slash = at < 0 ? -1 : text.IndexOf('/', at);
        return at <= 0 || slash <= at + 1 || slash == text.Length - 1
            ? null
            : new ClientIdentifier(text[..at], text[(at + 1)..slash], text[(slash + 1)..]);
    }
}
