using ExecutionControl.Client;
using ExecutionControl.Client.DependencyInjection;
using ExecutionControl.Client.Codegen;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers <see cref="CodegenClient"/> as a singleton on <see cref="IHttpClientFactory"/>. Its options are checked when the host starts, and all that is
/// wrong is told at once; a credential that changes in the configuration is followed while the client runs. A <see cref="TimeProvider"/> and an
/// <c>ILoggerFactory</c> that are registered are used. <c>services.Configure&lt;CodegenClientOptions&gt;(…)</c> works beside it.
/// </summary>
public static class CodegenServiceCollectionExtensions
{
    private static readonly ClientRegistration<CodegenClientOptions, CodegenClient> _registration = new(
        ControlService.Codegen,
        ClientConfiguration.Read,
        CodegenCredential.Read,
        static (options, handlers) => new CodegenClient(options, handlers));

    /// <summary>Registers <see cref="CodegenClient"/>, with options that are configured elsewhere.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddCodegen(this IServiceCollection services) => AddCodegen(services, static (_, _) => { });

    /// <summary>Registers <see cref="CodegenClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section with the options' values, such as <c>OrganizationId</c> and <c>ApiToken</c>.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddCodegen(
        this IServiceCollection services, IConfiguration configuration, Action<CodegenClientOptions>? configure = null) =>
        _registration.Add(services, configuration ?? throw new ArgumentNullException(nameof(configuration)), configure);

    /// <summary>Registers <see cref="CodegenClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddCodegen(this IServiceCollection services, Action<CodegenClientOptions> configure) =>
        _registration.Add(services, configuration: null, configure);

    /// <summary>Registers <see cref="CodegenClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options, with other services at hand.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddCodegen(this IServiceCollection services, Action<IServiceProvider, CodegenClientOptions> configure) =>
        _registration.Add(services, configuration: null, configure);

    /// <summary>Registers one of several <see cref="CodegenClient"/>, for one of several organizations.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with: any object with a text of its own, see <see cref="ControlClientNames.Keyed"/>.</param>
    /// <param name="configuration">The section with the options' values.</param>
    /// <param name="configure">What to set besides.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedCodegen(
        this IServiceCollection services, object serviceKey, IConfiguration configuration, Action<CodegenClientOptions>? configure = null) =>
        _registration.AddKeyed(
            services, serviceKey, configuration ?? throw new ArgumentNullException(nameof(configuration)), configure);

    /// <summary>Registers one of several <see cref="CodegenClient"/>, for one of several organizations.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with: any object with a text of its own, see <see cref="ControlClientNames.Keyed"/>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedCodegen(this IServiceCollection services, object serviceKey, Action<CodegenClientOptions> configure) =>
        _registration.AddKeyed(services, serviceKey, configuration: null, configure);

    /// <summary>Registers one of several <see cref="CodegenClient"/>, for one of several organizations.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with: any object with a text of its own, see <see cref="ControlClientNames.Keyed"/>.</param>
    /// <param name="configure">Sets the options, with other services at hand.</param>
    /// <returns>The HTTP client's builder, to add handlers to.</returns>
    public static IHttpClientBuilder AddKeyedCodegen(
        this IServiceCollection services, object serviceKey, Action<IServiceProvider, CodegenClientOptions> configure) =>
        _registration.AddKeyed(services, serviceKey, configuration: null, configure);
}
