using System.Security.Cryptography.X509Certificates;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Reference.Hosting;

/// <summary>
/// Kestrel and nothing else: no configuration from the surroundings, no console, no signals, and no host around it, which would take longer
/// to start than all the rest.
/// </summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    // More than any bulk run opens, and fewer than a flood would.
    private const int MostConnections = 1024;

    private readonly KestrelServer _server;
    private readonly IAsyncDisposable? _services;

    private KestrelHost(KestrelServer server, IAsyncDisposable? services, int port, int? httpsPort)
    {
        _server = server;
        _services = services;
        Port = port;
        HttpsPort = httpsPort;
    }

    /// <summary>The port that was bound.</summary>
    public int Port { get; }

    /// <summary>The port that was bound for https; null where there is none.</summary>
    public int? HttpsPort { get; }

    public static async Task<KestrelHost> StartAsync(
        ListenAddress address, X509Certificate2? certificate, RequestDelegate pipeline, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        using var sockets = ListenSockets.Bind(address.Addresses, address.Port);
        using var secureSockets = certificate is null ? null : ListenSockets.Bind(address.Addresses, address.HttpsPort);
        var services = certificate is null ? null : KestrelServices.ForHttps(loggerFactory);
        var options = new KestrelServerOptions();
        if (services is not null)
        {
            options.ApplicationServices = services;
        }

        Configure(options, sockets, secureSockets, certificate);
        var transport = new SocketTransportOptions
        {
            CreateBoundListenSocket = endPoint =>
                sockets.Take(endPoint) ?? secureSockets?.Take(endPoint) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint),

            // A request is worked on where it is read, not handed to another thread first: nothing here blocks for long without letting go.
            UnsafePreferInlineScheduling = true,

            // A connection that waits keeps a buffer of 4 KiB, and is not asked twice whether there is anything to read.
            WaitForDataBeforeAllocatingBuffer = false,
        };
        var starting = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(transport), loggerFactory), loggerFactory);
        var host = new KestrelHost(starting, services, sockets.EndPoints[0].Port, secureSockets?.EndPoints[0].Port);
        try
        {
            await starting.StartAsync(new PipelineApplication(pipeline), cancellationToken).ConfigureAwait(false);
            sockets.Keep();
            secureSockets?.Keep();
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void Configure(KestrelServerOptions kestrel, ListenSockets sockets, ListenSockets? secureSockets, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = RequestBody.Longest;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        foreach (var endPoint in sockets.EndPoints)
        {
            kestrel.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        }

        foreach (var endPoint in secureSockets?.EndPoints ?? [])
        {
            kestrel.Listen(endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate!);
            });
        }
    }

    /// <summary>Lets requests under way come to their end, for a moment at most, and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
        {
            await _server.StopAsync(patience.Token).ConfigureAwait(false);
        }

        _server.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync().ConfigureAwait(false);
        }
    }
}
