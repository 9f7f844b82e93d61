using ExecutionControl.Client.Http;
using Microsoft.Extensions.Http;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Puts the handler that lets an attempt be sent once around the primary handler, whichever that is in the end.</summary>
internal sealed class SingleSendFilter(IEnumerable<RegisteredClient> clients, IServiceProvider provider) : IHttpMessageHandlerBuilderFilter
{
    private readonly Dictionary<string, RegisteredClient> _clients = clients.ToDictionary(client => client.Name, StringComparer.Ordinal);

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

        var (server, connectTimeout) = client.Target(provider);
        WireHandler.Guard(builder.PrimaryHandler, server, connectTimeout);
        builder.PrimaryHandler = new SingleSendHandler(new ProxyFailureHandler(builder.PrimaryHandler), isBelowOthers: true);
    };
}
