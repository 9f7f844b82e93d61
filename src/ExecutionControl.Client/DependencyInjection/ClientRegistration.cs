using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
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
    Func<TOptions, OptionMistakes, Credential?> read,
    Func<TOptions, ConnectionHandlers, TClient> create)
    where TOptions : ControlClientOptions, new()
    where TClient : class
{
    public IHttpClientBuilder Add(IServiceCollection services, IConfiguration? configuration, Action<IServiceProvider, TOptions>? configure) =>
        Add(services, ControlClientNames.Of(service), Options.DefaultName, serviceKey: null, configuration, configure);

    public IHttpClientBuilder Add(IServiceCollection services, IConfiguration? configuration, Action<TOptions>? configure) =>
        Add(services, configuration, WithProvider(configure));

    public IHttpClientBuilder AddKeyed(
        IServiceCollection services, object serviceKey, IConfiguration? configuration, Action<TOptions>? configure) =>
        AddKeyed(services, serviceKey, configuration, WithProvider(configure));

    public IHttpClientBuilder AddKeyed(
        IServiceCollection services, object serviceKey, IConfiguration? configuration, Action<IServiceProvider, TOptions>? configure)
    {
        var name = ControlClientNames.Keyed(service, serviceKey);
        return Add(services, name, name, serviceKey, configuration, configure);
    }

    private static Action<IServiceProvider, TOptions>? WithProvider(Action<TOptions>? configure) =>
        configure is null ? null : (_, options) => configure(options);

    private IHttpClientBuilder Add(
        IServiceCollection services,
        string name,
        string optionsName,
        object? serviceKey,
        IConfiguration? configuration,
        Action<IServiceProvider, TOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = Register(services, name, optionsName, serviceKey);
        if (configuration is not null)
        {
            services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(new ConfigurationChangeTokenSource<TOptions>(optionsName, configuration));
        }

        services.AddOptions<TOptions>(optionsName).Configure<IServiceProvider>((options, provider) =>
        {
            if (configuration is not null)
            {
                bind(options, configuration);
            }

            configure?.Invoke(provider, options);
        });
        return builder;
    }

    /// <summary>Registers the client, once; whoever registers it again adds to its options only.</summary>
    private IHttpClientBuilder Register(IServiceCollection services, string name, string optionsName, object? serviceKey)
    {
        var before = services.Select(descriptor => descriptor.IsKeyedService ? null : descriptor.ImplementationInstance).OfType<RegisteredClient>()
            .FirstOrDefault(client => string.Equals(client.Name, name, StringComparison.Ordinal));
        if (before is not null)
        {
            return Equals(before.ServiceKey, serviceKey)
                ? services.AddHttpClient(name)
                : throw new ArgumentException($"Another key is registered under the name {name}: keys need texts that differ.", nameof(serviceKey));
        }

        services.AddSingleton(new RegisteredClient(name, serviceKey, provider =>
        {
            var options = OptionsOf(provider, optionsName);
            return (Resolve(options).Server, options.Retry.ConnectTimeout);
        }));
        services.AddOptions<TOptions>(optionsName)
            .Configure<IServiceProvider>(static (options, provider) =>
            {
                options.TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider;
                options.LoggerFactory = provider.GetService<ILoggerFactory>() ?? options.LoggerFactory;
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(
            provider => new ClientOptionsValidation<TOptions>(name, optionsName, read, provider.GetService<ILoggerFactory>()));
        services.AddOptions<ClientPipeline>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClientPipeline>>(
            provider => new ClientPipelineValidation(name, provider.GetRequiredService<IHttpMessageHandlerFactory>()));
        if (serviceKey is null)
        {
            services.TryAddSingleton(provider => Create(provider, name, optionsName));
        }
        else
        {
            services.TryAddKeyedSingleton(serviceKey, (provider, _) => Create(provider, name, optionsName));
        }

        // A client is a singleton and keeps its handler: the factory must not take it for one that it can renew, and watch for its end.
        services.PostConfigure<HttpClientFactoryOptions>(name, static options => options.HandlerLifetime = Timeout.InfiniteTimeSpan);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, SingleSendFilter>());

        // Where the options name no transport, the application's default for all of its clients is right for this one, too: it is guarded like any other.
        services.Configure<HttpClientFactoryOptions>(name, options => options.HttpMessageHandlerBuilderActions.Add(builder =>
        {
            var client = OptionsOf(builder.Services, optionsName);
            if (client.Transport is not null)
            {
                builder.PrimaryHandler = WireHandler.Create(client.Transport, Resolve(client).Server, client.Retry.ConnectTimeout);
            }
        }));

        // What is there before the first handler of this client's comes from ConfigureHttpClientDefaults: retries, time limits and the like, which
        // are meant for other clients and would take from this one what the service said.
        return services.AddHttpClient(name)
            .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear());
    }

    private TClient Create(IServiceProvider provider, string name, string optionsName)
    {
        var monitor = provider.GetRequiredService<IOptionsMonitor<TOptions>>();
        var options = monitor.Get(optionsName);
        var api = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        var tokens = TransportBelow(api, name);
        foreach (var createHandler in options.Handlers.Reverse())
        {
            var handler = createHandler();
            ForeignRetries.Refuse(handler);
            handler.InnerHandler = api;
            api = handler;
        }

        return create(
            options,
            new ConnectionHandlers(api, tokens, IsOwned: true) { FollowCredential = follow => Follow(monitor, optionsName, options, follow) });
    }

    /// <summary>Hands on the credential of options that have changed, such as a secret that was rotated in the configuration.</summary>
    private IDisposable? Follow(IOptionsMonitor<TOptions> monitor, string optionsName, TOptions used, Action<Credential> follow)
    {
        var following = monitor.OnChange((options, name) =>
        {
            if (string.Equals(name, optionsName, StringComparison.Ordinal))
            {
                follow(Resolve(options));
            }
        });
        var current = monitor.Get(optionsName);
        if (!ReferenceEquals(current, used))
        {
            follow(Resolve(current));
        }

        return following;
    }

    /// <summary>
    /// Finds what is below the guard of the factory's chain, whoever configured it: token requests go the same way as calls, but past no handler.
    /// </summary>
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

    private static TOptions OptionsOf(IServiceProvider provider, string optionsName) =>
        provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(optionsName);

    private Credential Resolve(TOptions options)
    {
        var mistakes = new OptionMistakes();
        var credential = read(options, mistakes);
        mistakes.ThrowIfAny();
        return credential!;
    }
}
