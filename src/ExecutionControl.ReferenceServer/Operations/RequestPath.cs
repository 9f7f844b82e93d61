namespace ExecutionControl.Reference.Operations;

/// <summary>
/// The request target as it came over the wire. The framework's own path has dot segments removed and is decoded as a whole, which
/// hides what a client really sent: here each segment is decoded by itself, so that %2F stays within its id.
/// </summary>
internal sealed class RequestPath
{
    private RequestPath(string raw, string path, string query, string origin)
    {
        Raw = raw;
        Origin = origin;
        Path = path;
        Query = query;
        Segments = [.. path.TrimStart('/').Split('/').Select(Uri.UnescapeDataString)];
    }

    /// <summary>Path and query exactly as sent.</summary>
    public string Raw { get; }

    /// <summary>Scheme and host, as the caller named them.</summary>
    public string Origin { get; }

    /// <summary>The path, still encoded.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, still encoded; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>The decoded segments; an empty one wherever two slashes meet or the path ends in one.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Takes a request target apart.</summary>
    /// <param name="rawTarget">The target as it came.</param>
    /// <param name="origin">Scheme and host of the server, as the caller named them.</param>
    public static RequestPath Parse(string rawTarget, string origin)
    {
        var raw = rawTarget;

        // A client that takes the server for a proxy sends the whole URL.
        if (!raw.StartsWith('/') && raw.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            var slash = raw.IndexOf('/', scheme + 3);
            raw = slash < 0 ? "/" : raw[slash..];
        }

        var question = raw.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? new RequestPath(rawTarget, raw, "", origin) : new RequestPath(rawTarget, raw[..question], raw[question..], origin);
    }
}
