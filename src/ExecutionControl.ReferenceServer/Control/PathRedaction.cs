namespace ExecutionControl.Reference.Control;

/// <summary>Takes out of a path what a client may have put there by mistake: secrets in the query.</summary>
internal static class PathRedaction
{
    private static readonly string[] SecretWords = ["token", "secret", "password", "assertion", "authorization", "key", "credential"];

    /// <summary>The path with the values of suspicious query parameters replaced. A page token is none.</summary>
    public static string Redact(string rawPath)
    {
        var question = rawPath.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
        {
            return rawPath;
        }

        return rawPath[..(question + 1)] + string.Join('&', rawPath[(question + 1)..].Split('&').Select(RedactParameter));
    }

    private static string RedactParameter(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0 && IsSecret(Uri.UnescapeDataString(parameter[..equals])) ? parameter[..(equals + 1)] + "REDACTED" : parameter;
    }

    private static bool IsSecret(string name) =>
        name is not ("page_token" or "pageToken") && Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
