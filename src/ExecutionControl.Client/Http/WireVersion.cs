using System.Net;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Keeps requests on HTTP/1.1. On HTTP/2 and 3 .NET sends a request a second time by itself when the server refuses its stream or goes
/// away, whatever its content; on HTTP/1.1 nothing that has begun to be written is sent again.
/// </summary>
internal static class WireVersion
{
    public static void Pin(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
    }
}
