using System.Net;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Where to listen, from a URL.</summary>
/// <param name="EndPoint">Address and port; port 0 for a free one.</param>
/// <param name="Host">The host as the URL wrote it, which is how clients are told to call.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint, string Host)
{
    /// <summary>The same address with a port for https.</summary>
    public IPEndPoint HttpsEndPoint => new(EndPoint.Address, HttpsPort);

    /// <summary>The port for https; 0 for a free one.</summary>
    public int HttpsPort { get; init; }

    /// <summary>Whether only programs on this machine can call.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    public static async Task<ListenAddress> ResolveAsync(Uri url, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(url.IdnHost, out var address))
        {
            return new ListenAddress(new IPEndPoint(address, url.Port), url.Host);
        }

        // Not asked of the resolver: a machine without one must be able to listen on its own loopback.
        if (string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(new IPEndPoint(IPAddress.Loopback, url.Port), url.Host);
        }

        var addresses = await Dns.GetHostAddressesAsync(url.IdnHost, cancellationToken).ConfigureAwait(false);
        return addresses.Length == 0
            ? throw new ArgumentException($"The host {url.Host} to listen on has no address.", nameof(url))
            : new ListenAddress(new IPEndPoint(addresses[0], url.Port), url.Host);
    }
}
