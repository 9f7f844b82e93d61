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
            builder.PrimaryHandler = new SingleSendHandler(builder.PrimaryHandler);
        }
    };
}
