using System.Security.Cryptography.X509Certificates;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Kestrel and nothing else: no configuration from the surroundings, no console, no signals.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    // More than any bulk run opens, and fewer than a flood would.
    private const int MostConnections = 1024;

    private readonly WebApplication _application;

    private KestrelHost(WebApplication application, int port, int? httpsPort)
    {
        _application = application;
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
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggerFactory);

        // The host's own lifetime would take Ctrl-C and SIGTERM away from the program that we are only a guest in.
        builder.Services.AddSingleton<IHostLifetime, GuestLifetime>();
        using var sockets = ListenSockets.Bind(address.Addresses, address.Port);
        using var secureSockets = certificate is null ? null : ListenSockets.Bind(address.Addresses, address.HttpsPort);
        builder.WebHost.UseKestrelCore()
            .UseSockets(transport => transport.CreateBoundListenSocket = endPoint =>
                sockets.Take(endPoint) ?? secureSockets?.Take(endPoint) ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint))
            .ConfigureKestrel(kestrel => Configure(kestrel, sockets, secureSockets, certificate));

        var starting = builder.Build();
        try
        {
            starting.Run(pipeline);
            await starting.StartAsync(cancellationToken).ConfigureAwait(false);
            var host = new KestrelHost(starting, sockets.EndPoints[0].Port, secureSockets?.EndPoints[0].Port);
            sockets.Keep();
            secureSockets?.Keep();
            return host;
        }
        catch
        {
            await starting.DisposeAsync().ConfigureAwait(false);
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
            await _application.StopAsync(patience.Token).ConfigureAwait(false);
        }

        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class GuestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
