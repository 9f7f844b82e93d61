using ExecutionControl.Client;
using ExecutionControl.Client.DependencyInjection;
using ExecutionControl.Client.ConductorOne;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers <see cref="ConductorOneClient"/> as a singleton on <see cref="IHttpClientFactory"/>. Its options are checked when the host starts, and all that is
/// wrong is told at once; a credential that changes in the configuration is followed while the client runs. A <see cref="TimeProvider"/> and an
/// <c>ILoggerFactory</c> that are registered are used. <c>services.Configure&lt;ConductorOneClientOptions&gt;(…)</c> works beside it.
/// </summary>
public static class ConductorOneServiceCollectionExtensions
{
    private static readonly ClientRegistration<ConductorOneClientOptions, ConductorOneClient> _registration = new(
        ControlService.ConductorOne,
        ClientConfiguration.Read,
        ConductorOneCredential.Read,
        static (options, handlers) => new ConductorOneClient(options, handlers));

    /// <summary>Registers <see cref="ConductorOneClient"/>, with options that are configured elsewhere.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddConductorOne(this IServiceCollection services) => AddConductorOne(services, static (_, _) => { });

    /// <summary>Registers <see cref="ConductorOneClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options' values, such as <c>ClientId</c> and <c>Retry:MaxAttempts</c>.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddConductorOne(
        this IServiceCollection services, IConfiguration configuration, Action<ConductorOneClientOptions>? configure = null) =>
        _registration.Add(services, configuration ?? throw new ArgumentNullException(nameof(configuration)), configure);

    /// <summary>Registers <see cref="ConductorOneClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddConductorOne(this IServiceCollection services, Action<ConductorOneClientOptions> configure) =>
        _registration.Add(services, configuration: null, configure);

    /// <summary>Registers <see cref="ConductorOneClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options, with other services at hand.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddConductorOne(this IServiceCollection services, Action<IServiceProvider, ConductorOneClientOptions> configure) =>
        _registration.Add(services, configuration: null, configure);

    /// <summary>Registers one of several <see cref="ConductorOneClient"/>, for one of several tenants.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with: any object with a text of its own, see <see cref="ControlClientNames.Keyed"/>.</param>
    /// <param name="configuration">The section with the options' values.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedConductorOne(
        this IServiceCollection services, object serviceKey, IConfiguration configuration, Action<ConductorOneClientOptions>? configure = null) =>
        _registration.AddKeyed(
            services, serviceKey, configuration ?? throw new ArgumentNullException(nameof(configuration)), configure);

    /// <summary>Registers one of several <see cref="ConductorOneClient"/>, for one of several tenants.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with: any object with a text of its own, see <see cref="ControlClientNames.Keyed"/>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedConductorOne(this IServiceCollection services, object serviceKey, Action<ConductorOneClientOptions> configure) =>
        _registration.AddKeyed(services, serviceKey, configuration: null, configure);

    /// <summary>Registers one of several <see cref="ConductorOneClient"/>, for one of several tenants.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with: any object with a text of its own, see <see cref="ControlClientNames.Keyed"/>.</param>
    /// <param name="configure">Sets the options, with other services at hand.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedConductorOne(
        this IServiceCollection services, object serviceKey, Action<IServiceProvider, ConductorOneClientOptions> configure) =>
        _registration.AddKeyed(services, serviceKey, configuration: null, configure);
}
