using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>How one kind of client is registered: its options, their check at start, its HTTP handlers and itself.</summary>
internal sealed class ClientRegistration<TOptions, TClient>(
    ControlService service,
    Action<TOptions, IConfiguration> bind,
    Func<TOptions, Credential> resolve,
    Func<TOptions, ConnectionHandlers, TClient> create)
    where TOptions : ControlClientOptions, new()
    where TClient : class
{
    public IHttpClientBuilder Add(IServiceCollection services, string? serviceKey, IConfiguration? configuration, Action<TOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var name = serviceKey is null ? $"{ClientDiagnostics.Name}.{service}" : $"{ClientDiagnostics.Name}.{service}.{serviceKey}";
        services.AddOptions<TOptions>(name)
            .Configure<IServiceProvider>((options, provider) =>
            {
                options.TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider;
                options.LoggerFactory = provider.GetService<ILoggerFactory>();
                if (configuration is not null)
                {
                    bind(options, configuration);
                }

                configure?.Invoke(options);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new ClientOptionsValidation<TOptions>(name, resolve));
        if (serviceKey is null)
        {
            services.TryAddSingleton(provider => Create(provider, name));
        }
        else
        {
            services.TryAddKeyedSingleton(serviceKey, (provider, _) => Create(provider, name));
        }

        services.AddOptions<ClientPipeline>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClientPipeline>>(
            provider => new ClientPipelineValidation(name, provider.GetRequiredService<IHttpMessageHandlerFactory>()));

        // A client is a singleton and keeps its handler: the factory must not take it for one that it can renew, and watch for its end.
        services.PostConfigure<HttpClientFactoryOptions>(name, static options => options.HandlerLifetime = Timeout.InfiniteTimeSpan);
        services.AddSingleton(provider => new GuardedClient(name, () =>
        {
            var options = OptionsOf(provider, name);
            return (resolve(options).Server, options.Retry.ConnectTimeout);
        }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, SingleSendFilter>());


        // What is there before the first handler of this client's comes from ConfigureHttpClientDefaults: retries, time limits and the like, which
        // are meant for other clients and would take from this one what the service said.
        return services.AddHttpClient(name)
            .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())
            .ConfigurePrimaryHttpMessageHandler(provider => CreateTransport(provider, name));
    }

    private TClient Create(IServiceProvider provider, string name)
    {
        var options = OptionsOf(provider, name);
        var api = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        var tokens = TransportBelow(api, name);
        foreach (var createHandler in options.Handlers.Reverse())
        {
            var handler = createHandler();
            ForeignRetries.Refuse(handler);
            handler.InnerHandler = api;
            api = handler;
        }

        return create(options, new ConnectionHandlers(api, tokens, IsOwned: true));
    }

    /// <summary>Finds what is below the guard of the factory's chain, whoever configured it: token requests go the same way as calls, but past no handler.</summary>
    private static HttpMessageHandler TransportBelow(HttpMessageHandler chain, string name)
    {
        for (var handler = chain; handler is DelegatingHandler delegating; handler = delegating.InnerHandler)
        {
            if (delegating is SingleSendHandler { InnerHandler: { } transport })
            {
                return transport;
            }
        }

        throw new InvalidOperationException($"The handlers of the HTTP client {name} were replaced as a whole: set Transport in the client's options instead.");
    }

    private HttpMessageHandler CreateTransport(IServiceProvider provider, string name)
    {
        var options = OptionsOf(provider, name);
        return WireHandler.Create(options.Transport, resolve(options).Server, options.Retry.ConnectTimeout);
    }

    private static TOptions OptionsOf(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name);
}
