using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Kestrel and nothing else: no configuration from the surroundings, no console, no signals.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    // A prompt with a handful of screenshots fits; an endless body does not.
    private const long MaximumBodyLength = 64L * 1024 * 1024;

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
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBodyLength;
            kestrel.Listen(address.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
            if (certificate is not null)
            {
                kestrel.Listen(address.HttpsEndPoint, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(certificate);
                });
            }
        });

        var starting = builder.Build();
        try
        {
            starting.Run(pipeline);
            await starting.StartAsync(cancellationToken).ConfigureAwait(false);
            var addresses = starting.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
            var bound = addresses.Select(each => new Uri(each)).ToList();
            return new KestrelHost(
                starting, bound.Find(each => each.Scheme == Uri.UriSchemeHttp)!.Port, bound.Find(each => each.Scheme == Uri.UriSchemeHttps)?.Port);
        }
        catch
        {
            await starting.DisposeAsync().ConfigureAwait(false);
            throw;
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
