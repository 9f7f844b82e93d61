using Microsoft.Extensions.DependencyInjection;

namespace ExecutionControl.Client.Tests.DependencyInjection;

internal static class ServiceCollectionExtensions
{
    /// <summary>Registers in passing.</summary>
    public static IServiceCollection Also(this IServiceCollection services, Action<IServiceCollection> register)
    {
        register(services);
        return services;
    }
}
