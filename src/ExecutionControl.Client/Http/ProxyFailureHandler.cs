using System.Globalization;
using System.Net;

namespace ExecutionControl.Client.Http;

/// <summary>Next to the wire: tells failures of a proxy from those of the server, and keeps the proxy's password out of them.</summary>
internal sealed class ProxyFailureHandler(HttpMessageHandler innerHandler) : DelegatingHandler(innerHandler)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            if (FailureOf(exception, request) is { } failure)
            {
                throw failure;
            }

            throw;
        }
    }

    private ProxyFailureException? FailureOf(HttpRequestException exception, HttpRequestMessage request)
    {
        var proxy = ProxyFor(request.RequestUri!);
        var name = proxy is null ? "on the way" : $"{proxy.Host}:{proxy.Port.ToString(CultureInfo.InvariantCulture)}";
        return exception switch
        {
            { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: { } status } => Refused(name, (int)status),
            { HttpRequestError: HttpRequestError.ProxyTunnelError } => new($"the proxy {name} made no tunnel: {Cause(exception)}", isRefusal: false),
            _ when proxy is null => null,

            // Whom .NET could not reach stands at the end of its message.
            { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
                when exception.Message.EndsWith($"({name})", StringComparison.OrdinalIgnoreCase) =>
                    new($"the proxy {name} could not be reached: {Cause(exception)}", isRefusal: false),
            { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded }
                when Attempt.Of(request) is { IsSent: false } => new($"the proxy {name} made no tunnel: {Cause(exception)}", isRefusal: false),
            _ => null,
        };
    }

    private static ProxyFailureException Refused(string name, int status) => new(
        string.Create(CultureInfo.InvariantCulture, $"the proxy {name} made no tunnel: HTTP {status}")
            + (status == (int)HttpStatusCode.ProxyAuthenticationRequired ? ", it wants other credentials than it was given" : string.Empty),
        StatusMeaning.Of(status) is FailureKind.Refused or FailureKind.Barred);

    private static string Cause(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');

    private Uri? ProxyFor(Uri target) => ProxyOf(InnerHandler) is { } proxy && !proxy.IsBypassed(target) ? proxy.GetProxy(target) : null;

    private static IWebProxy? ProxyOf(HttpMessageHandler? handler) => handler switch
    {
        SocketsHttpHandler { UseProxy: true } sockets => sockets.Proxy ?? HttpClient.DefaultProxy,
        HttpClientHandler { UseProxy: true } client => client.Proxy ?? HttpClient.DefaultProxy,
        DelegatingHandler delegating => ProxyOf(delegating.InnerHandler),
        _ => null,
    };
}

/// <summary>
/// The proxy on the way failed, so that nothing reached the server. Holds nothing of .NET's own exception, whose message shows the
/// proxy's address with the password in it.
/// </summary>
/// <param name="message">What happened; names the proxy without its user.</param>
/// <param name="isRefusal">Whether the proxy said no, and would say so again.</param>
internal sealed class ProxyFailureException(string message, bool isRefusal) : HttpRequestException(HttpRequestError.ProxyTunnelError, message)
{
    public bool IsRefusal => isRefusal;
}
