namespace ExecutionControl.Client.Http;

/// <summary>The handler below everything else, which a client's calls and its token requests share.</summary>
internal static class WireHandler
{
    /// <summary>How long a connection is kept, so that a change in DNS is seen.</summary>
    private static readonly TimeSpan _connectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Makes the application's handler, or sockets of our own, with what no client goes without.</summary>
    /// <exception cref="InvalidOperationException">The application's handler cannot be used.</exception>
    public static HttpMessageHandler Create(Func<HttpMessageHandler>? transport, Uri server, TimeSpan connectTimeout)
    {
        var handler = transport is null
            ? new SocketsHttpHandler()
            : transport() ?? throw new InvalidOperationException("Transport made no handler.");
        Guard(handler, server, connectTimeout);
        return handler;
    }

    /// <summary>
    /// Makes a handler, wherever it comes from, follow no redirect, keep no cookies, give up on connections that are not made in time, and never go
    /// through a proxy to a loopback address, which would hand the token over in clear.
    /// </summary>
    /// <exception cref="InvalidOperationException">It cannot be used.</exception>
    public static void Guard(HttpMessageHandler handler, Uri server, TimeSpan connectTimeout)
    {
        ForeignRetries.Refuse(handler);
        if (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            Guard(inner, server, connectTimeout);
            return;
        }

        try
        {
            Set(handler, server, connectTimeout);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException(
                "The transport has been used before, and follows redirects, keeps cookies or lacks a limit, which cannot be changed any more: give each "
                    + "client a handler of its own, or one that does not.",
                exception);
        }
    }

    private static void Set(HttpMessageHandler handler, Uri server, TimeSpan connectTimeout)
    {
        switch (handler)
        {
            case SocketsHttpHandler sockets:
                Set(sockets, connectTimeout);
                if (sockets.UseProxy && IsProxyKeptFrom(server, sockets.Proxy is not null))
                {
                    sockets.UseProxy = false;
                }

                break;
            case HttpClientHandler client:
                if (client.AllowAutoRedirect)
                {
                    client.AllowAutoRedirect = false;
                }

                if (client.UseCookies)
                {
                    client.UseCookies = false;
                }

                if (client.UseProxy && IsProxyKeptFrom(server, client.Proxy is not null))
                {
                    client.UseProxy = false;
                }

                break;
        }
    }

    // Nothing is set that is so already: a handler that several clients share cannot be changed once it has been used.
    private static void Set(SocketsHttpHandler sockets, TimeSpan connectTimeout)
    {
        if (sockets.AllowAutoRedirect)
        {
            sockets.AllowAutoRedirect = false;
        }

        if (sockets.UseCookies)
        {
            sockets.UseCookies = false;
        }

        if (sockets.ConnectTimeout == Timeout.InfiniteTimeSpan && connectTimeout != Timeout.InfiniteTimeSpan)
        {
            sockets.ConnectTimeout = connectTimeout;
        }

        if (sockets.PooledConnectionLifetime == Timeout.InfiniteTimeSpan)
        {
            sockets.PooledConnectionLifetime = _connectionLifetime;
        }
    }

    /// <summary>A tunnel for https shows a proxy nothing: one that the application itself has named may be used, the environment's never.</summary>
    private static bool IsProxyKeptFrom(Uri server, bool isNamed) => ServerAddress.IsLoopback(server) && !(isNamed && server.Scheme == Uri.UriSchemeHttps);
}
