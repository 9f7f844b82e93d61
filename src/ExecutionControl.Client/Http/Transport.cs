namespace ExecutionControl.Client.Http;

/// <summary>The sockets below everything else.</summary>
internal static class Transport
{
    /// <summary>How long a connection is kept, so that a change in DNS is seen.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Makes a handler that follows no redirect, keeps no cookies, gives up on connections that are not made in time, and never
    /// goes through a proxy to a loopback address, which would hand the token over in clear.
    /// </summary>
    public static SocketsHttpHandler Create(Uri server, TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !ServerAddress.IsLoopback(server),
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
    };
}
