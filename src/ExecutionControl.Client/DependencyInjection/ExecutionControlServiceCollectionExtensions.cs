using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.DependencyInjection;
using ExecutionControl.Client.Kubiya;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers the clients as singletons on <see cref="IHttpClientFactory"/>. Options are checked when the host starts. A
/// <see cref="TimeProvider"/> and an <c>ILoggerFactory</c> that are registered are used.
/// </summary>
public static class ExecutionControlServiceCollectionExtensions
{
    private static readonly ClientRegistration<ConductorOneClientOptions, ConductorOneClient> _conductorOne = new(
        ControlService.ConductorOne,
        ClientConfiguration.Read,
        static options =>
        {
            options.ResolvePaused.Validate();
            return ConductorOneCredential.Resolve(options);
        },
        static (options, handlers) => new ConductorOneClient(options, handlers));

    private static readonly ClientRegistration<CodegenClientOptions, CodegenClient> _codegen = new(
        ControlService.Codegen,
        ClientConfiguration.Read,
        CodegenCredential.Resolve,
        static (options, handlers) => new CodegenClient(options, handlers));

    private static readonly ClientRegistration<KubiyaClientOptions, KubiyaClient> _kubiya = new(
        ControlService.Kubiya,
        ClientConfiguration.Read,
        KubiyaCredential.Resolve,
        static (options, handlers) => new KubiyaClient(options, handlers));

    /// <summary>Registers <see cref="ConductorOneClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options' values, such as <c>ClientId</c> and <c>Retry:MaxAttempts</c>.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddConductorOne(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<ConductorOneClientOptions>? configure = null) => _conductorOne.Add(services, serviceKey: null, configuration, configure);

    /// <summary>Registers <see cref="ConductorOneClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddConductorOne(this IServiceCollection services, Action<ConductorOneClientOptions> configure) =>
        _conductorOne.Add(services, serviceKey: null, configuration: null, configure);

    /// <summary>Registers one of several <see cref="ConductorOneClient"/>, for one of several tenants.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with.</param>
    /// <param name="configuration">The section with the options' values.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedConductorOne(
        this IServiceCollection services,
        string serviceKey,
        IConfiguration? configuration,
        Action<ConductorOneClientOptions>? configure = null) => _conductorOne.Add(services, serviceKey, configuration, configure);

    /// <summary>Registers <see cref="CodegenClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options' values, such as <c>OrganizationId</c> and <c>ApiToken</c>.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddCodegen(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<CodegenClientOptions>? configure = null) => _codegen.Add(services, serviceKey: null, configuration, configure);

    /// <summary>Registers <see cref="CodegenClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddCodegen(this IServiceCollection services, Action<CodegenClientOptions> configure) =>
        _codegen.Add(services, serviceKey: null, configuration: null, configure);

    /// <summary>Registers one of several <see cref="CodegenClient"/>, for one of several organizations.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with.</param>
    /// <param name="configuration">The section with the options' values.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedCodegen(
        this IServiceCollection services,
        string serviceKey,
        IConfiguration? configuration,
        Action<CodegenClientOptions>? configure = null) => _codegen.Add(services, serviceKey, configuration, configure);

    /// <summary>Registers <see cref="KubiyaClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options' values, such as <c>ApiKey</c>.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKubiya(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<KubiyaClientOptions>? configure = null) => _kubiya.Add(services, serviceKey: null, configuration, configure);

    /// <summary>Registers <see cref="KubiyaClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKubiya(this IServiceCollection services, Action<KubiyaClientOptions> configure) =>
        _kubiya.Add(services, serviceKey: null, configuration: null, configure);

    /// <summary>Registers one of several <see cref="KubiyaClient"/>, for one of several organizations.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with.</param>
    /// <param name="configuration">The section with the options' values.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedKubiya(
        this IServiceCollection services,
        string serviceKey,
        IConfiguration? configuration,
        Action<KubiyaClientOptions>? configure = null) => _kubiya.Add(services, serviceKey, configuration, configure);
}
