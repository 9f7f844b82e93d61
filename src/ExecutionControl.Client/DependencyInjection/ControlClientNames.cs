using Microsoft.Extensions.DependencyInjection;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>
/// What registered clients are called. The only client of a service has its options under the default name, so that
/// <c>services.Configure&lt;CodegenClientOptions&gt;(…)</c> reaches them, and its HTTP client under a name that stands here. One that was
/// registered with a key has both under the name that <see cref="Keyed"/> gives.
/// </summary>
public static class ControlClientNames
{
    /// <summary>The name of ConductorOne's HTTP client at <see cref="IHttpClientFactory"/>.</summary>
    public const string ConductorOne = "ExecutionControl.Client.ConductorOne";

    /// <summary>The name of Codegen's HTTP client at <see cref="IHttpClientFactory"/>.</summary>
    public const string Codegen = "ExecutionControl.Client.Codegen";

    /// <summary>The name of Kubiya's HTTP client at <see cref="IHttpClientFactory"/>.</summary>
    public const string Kubiya = "ExecutionControl.Client.Kubiya";

    /// <summary>The name of the options and of the HTTP client of a client that is registered with a key.</summary>
    /// <param name="service">The service.</param>
    /// <param name="serviceKey">The key: any object, told from others by its text.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ArgumentException">The key is <see cref="KeyedService.AnyKey"/>, or has no text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The service is none.</exception>
    public static string Keyed(ControlService service, object serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        if (serviceKey == KeyedService.AnyKey || serviceKey.ToString() is not { Length: > 0 } text)
        {
            throw new ArgumentException("The key must be one client's: not any key, and not without a text.", nameof(serviceKey));
        }

        return $"{Of(service)}.{text}";
    }

    internal static string Of(ControlService service) => service switch
    {
        ControlService.ConductorOne => ConductorOne,
        ControlService.Codegen => Codegen,
        ControlService.Kubiya => Kubiya,
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "No such service."),
    };
}
