namespace ExecutionControl.Client.Http;

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
