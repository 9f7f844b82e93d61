using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Hosting;

/// <summary>The services that Kestrel asks for where it speaks https: its own, which are known to its own registration alone.</summary>
internal static class KestrelServices
{
    public static ServiceProvider ForHttps(ILoggerFactory loggerFactory)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(loggerFactory);
        services.AddMetrics();
        services.AddSingleton<IHostEnvironment, NoEnvironment>();
        new Registration(services).UseKestrelCore();
        return services.BuildServiceProvider();
    }

    /// <summary>Takes services and makes no host of them.</summary>
    private sealed class Registration(IServiceCollection services) : IWebHostBuilder
    {
        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
        {
            configureServices(new WebHostBuilderContext(), services);
            return this;
        }

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

        public IWebHostBuilder UseSetting(string key, string? value) => this;

        public string? GetSetting(string key) => null;

#pragma warning disable ASPDEPR008 // The interface demands it still.
        public IWebHost Build() => throw new NotSupportedException("There is nothing to build.");
#pragma warning restore ASPDEPR008
    }

    /// <summary>Kestrel looks for certificates of developers beside the program, where it is given none; here it is.</summary>
    private sealed class NoEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "ExecutionControl.ReferenceServer";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
