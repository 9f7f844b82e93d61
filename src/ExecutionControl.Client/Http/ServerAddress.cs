using System.Net;

namespace ExecutionControl.Client.Http;

/// <summary>A server that a credential may be sent to: over https, or over http to a loopback address.</summary>
internal static class ServerAddress
{
    /// <summary>Returns the address without its trailing slash, or says why no token can go there.</summary>
    public static Uri Require(Uri address, string option)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException($"{option} must be an absolute https address.", option);
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException($"{option} must have no user, query or fragment.", option);
        }

        if (address.Scheme is "http" && !IsLoopback(address))
        {
            throw new ArgumentException(
                $"{option} is {address.GetLeftPart(UriPartial.Authority)}: a token is sent over http to loopback addresses only. Use https.",
                option);
        }

        return new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    public static bool IsLoopback(Uri address) =>
        address.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether scheme, host and port are the same.</summary>
    public static bool IsSameOrigin(Uri left, Uri right) =>
        left.IsAbsoluteUri
        && string.Equals(left.Scheme, right.Scheme, StringComparison.Ordinal)
        && left.Port == right.Port
        && string.Equals(left.Host, right.Host, StringComparison.OrdinalIgnoreCase);
}
