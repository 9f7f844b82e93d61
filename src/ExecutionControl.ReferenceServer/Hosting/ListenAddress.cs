using System.Net;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Where to listen, from a URL.</summary>
/// <param name="Addresses">The addresses, all with one port.</param>
/// <param name="Port">The port; 0 for a free one.</param>
/// <param name="Host">The host by which clients on this machine are told to call.</param>
internal sealed record ListenAddress(IReadOnlyList<IPAddress> Addresses, int Port, string Host)
{
    /// <summary>The port for https; 0 for a free one.</summary>
    public int HttpsPort { get; init; }

    /// <summary>Whether only programs on this machine can call.</summary>
    public bool IsLoopback => Addresses.All(IPAddress.IsLoopback);

    public static async Task<ListenAddress> ResolveAsync(Uri url, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(url.IdnHost, out var address))
        {
            return new ListenAddress([address], url.Port, Callable(address) ?? url.Host);
        }

        // Not asked of the resolver: a machine without one must be able to listen on its own loopback. Which of the two a client tries is its own affair.
        if (string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress([IPAddress.Loopback, IPAddress.IPv6Loopback], url.Port, url.Host);
        }

        var addresses = await Dns.GetHostAddressesAsync(url.IdnHost, cancellationToken).ConfigureAwait(false);
        return addresses.Length == 0
            ? throw new ArgumentException($"The host {url.Host} to listen on has no address.", nameof(url))
            : new ListenAddress([addresses[0]], url.Port, Callable(addresses[0]) ?? url.Host);
    }

    // "Every address" is none that can be called.
    private static string? Callable(IPAddress address) =>
        address.Equals(IPAddress.IPv6Any) ? "[::1]"
        : address.Equals(IPAddress.Any) || (address.IsIPv4MappedToIPv6 && address.MapToIPv4().Equals(IPAddress.Any)) ? "127.0.0.1"
        : null;
}
