using System.Net;

namespace ExecutionControl.Client.Http;

/// <summary>What every request has, to a service and to a token endpoint.</summary>
internal static class RequestDefaults
{
    private const string UserAgent = "User-Agent";
    private static readonly string _userAgent = $"ExecutionControl/{typeof(RequestDefaults).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>
    /// Keeps the request on HTTP/1.1. On HTTP/2 and 3 .NET sends a request a second time by itself when the server refuses its stream or goes
    /// away, whatever its content; on HTTP/1.1 nothing that has begun to be written is sent again. Says who asks, too, unless it says so
    /// already: some front doors turn away requests that do not.
    /// </summary>
    public static void ApplyTo(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (!request.Headers.NonValidated.Contains(UserAgent))
        {
            request.Headers.TryAddWithoutValidation(UserAgent, _userAgent);
        }
    }
}
