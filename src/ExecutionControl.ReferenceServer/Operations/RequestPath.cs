namespace ExecutionControl.Reference.Operations;

/// <summary>
/// The request target as it came over the wire. The framework's own path has dot segments removed and is decoded as a whole, which
/// hides what a client really sent: here each segment is decoded by itself, so that %2F stays within its id.
/// </summary>
internal sealed class RequestPath
{
    private readonly string _scheme;
    private readonly string _host;

    private RequestPath(string raw, string path, string query, string scheme, string host)
    {
        Raw = raw;
        Path = path;
        Query = query;
        _scheme = scheme;
        _host = host;
        EncodedSegments = SegmentsOf(path.AsSpan().TrimStart('/'));
        Segments = path.Contains('%', StringComparison.Ordinal) ? Array.ConvertAll(EncodedSegments, Uri.UnescapeDataString) : EncodedSegments;
    }

    /// <summary>Path and query exactly as sent.</summary>
    public string Raw { get; }

    /// <summary>Scheme and host, as the caller named them.</summary>
    public string Origin => $"{_scheme}://{_host}";

    /// <summary>The path, still encoded.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, still encoded; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>The segments as they were sent.</summary>
    public string[] EncodedSegments { get; }

    /// <summary>The decoded segments; an empty one wherever two slashes meet or the path ends in one.</summary>
    public string[] Segments { get; }

    /// <summary>Takes a request target apart.</summary>
    /// <param name="rawTarget">The target as it came.</param>
    /// <param name="scheme">The scheme by which the server was called.</param>
    /// <param name="host">The server, as the caller named it.</param>
    public static RequestPath Parse(string rawTarget, string scheme, string host)
    {
        var raw = rawTarget;

        // A client that takes the server for a proxy sends the whole URL.
        if (!raw.StartsWith('/') && raw.IndexOf("://", StringComparison.Ordinal) is > 0 and var separator)
        {
            var slash = raw.IndexOf('/', separator + 3);
            raw = slash < 0 ? "/" : raw[slash..];
        }

        var question = raw.IndexOf('?', StringComparison.Ordinal);
        return question < 0
            ? new RequestPath(rawTarget, raw, "", scheme, host)
            : new RequestPath(rawTarget, raw[..question], raw[question..], scheme, host);
    }

    private static string[] SegmentsOf(ReadOnlySpan<char> path)
    {
        var segments = new string[path.Count('/') + 1];
        var count = 0;
        foreach (var range in path.Split('/'))
        {
            segments[count++] = path[range].ToString();
        }

        return segments;
    }
}
