using ExecutionControl.Client.Http;
using Microsoft.Extensions.Http;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Puts the handler that lets an attempt be sent once around the primary handler, whichever that is in the end.</summary>
internal sealed class SingleSendFilter(IEnumerable<GuardedClient> clients) : IHttpMessageHandlerBuilderFilter
{
    private readonly Dictionary<string, GuardedClient> _clients = clients.ToDictionary(client => client.Name, StringComparer.Ordinal);

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name is null || !_clients.TryGetValue(builder.Name, out var client))
        {
            return;
        }

        foreach (var handler in builder.AdditionalHandlers)
        {
            ForeignRetries.Refuse(handler);
        }

        var (server, connectTimeout) = client.Target();
        WireHandler.Guard(builder.PrimaryHandler, server, connectTimeout);
        builder.PrimaryHandler = new SingleSendHandler(new ProxyFailureHandler(builder.PrimaryHandler));
    };
}

/// <summary>One of the HTTP clients that are ours among those of the application.</summary>
/// <param name="Name">Its name at the factory.</param>
/// <param name="Target">Where it goes, and how long a connection may take.</param>
internal sealed record GuardedClient(string Name, Func<(Uri Server, TimeSpan ConnectTimeout)> Target);
