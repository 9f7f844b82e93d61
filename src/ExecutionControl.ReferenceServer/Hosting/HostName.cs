using System.Globalization;
using System.Net;

namespace ExecutionControl.Reference.Hosting;

/// <summary>A host, with a port or without, as a Host header names it.</summary>
/// <param name="Host">The name or address, an IPv6 one without its brackets.</param>
/// <param name="Port">The port; null where none is named.</param>
internal sealed record HostName(string Host, int? Port)
{
    // DNS allows no longer names.
    private const int Longest = 253;

    /// <summary>Whether only this machine can be meant.</summary>
    public bool IsLoopback =>
        string.Equals(Host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Reads a name; null when it is none.</summary>
    public static HostName? Parse(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        end = end < 0 ? text.Length : end;
        var (host, rest) = (text[..end], text[end..]);
        if (host.Length is 0 or > Longest || !IsHost(host))
        {
            return null;
        }

        if (rest.Length == 0)
        {
            return new HostName(host.Trim('[', ']'), null);
        }

        return rest.StartsWith(':') && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new HostName(host.Trim('[', ']'), port)
            : null;
    }

    /// <summary>Whether this one, which may leave the port open, covers another.</summary>
    public bool Covers(HostName other) =>
        string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase) && (Port is null || Port == other.Port);

    private static bool IsHost(string host) => host.StartsWith('[')
        ? IPAddress.TryParse(host[1..^1], out _)
        : host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_') && Uri.CheckHostName(host) != UriHostNameType.Unknown;
}
