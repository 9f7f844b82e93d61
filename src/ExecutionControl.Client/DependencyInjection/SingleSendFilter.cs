using ExecutionControl.Client.Http;
using Microsoft.Extensions.Http;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Puts the handler that lets an attempt be sent once around the primary handler, whichever that is in the end.</summary>
internal sealed class SingleSendFilter : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name?.StartsWith($"{ClientDiagnostics.Name}.", StringComparison.Ordinal) is true)
        {
            foreach (var handler in builder.AdditionalHandlers)
            {
                ForeignRetries.Refuse(handler);
            }

            if (builder.PrimaryHandler is SocketsHttpHandler sockets && sockets.PooledConnectionLifetime == Timeout.InfiniteTimeSpan)
            {
                // The handler lives as long as its client: connections have to end before, or a change in DNS would never be seen.
                sockets.PooledConnectionLifetime = Transport.ConnectionLifetime;
            }

            builder.PrimaryHandler = new SingleSendHandler(new ProxyFailureHandler(builder.PrimaryHandler));
        }
    };
}
