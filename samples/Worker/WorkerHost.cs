using ExecutionControl.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Shop.Worker;

/// <summary>The worker, so that its tests can start it as it is.</summary>
public static class WorkerHost
{
    public static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        foreach (var tenant in Tenants.All)
        {
            builder.Services.AddKeyedConductorOne(tenant, builder.Configuration.GetSection($"Tenants:{tenant}"));
        }

        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(ClientDiagnostics.Name).AddHttpClientInstrumentation().AddConsoleExporter())
            .WithMetrics(metrics => metrics.AddMeter(ClientDiagnostics.Name).AddConsoleExporter());
        builder.Services.AddOptions<RunawayOptions>().BindConfiguration("Runaways").ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<RunawayStopper>();
        return builder;
    }
}

/// <summary>The tenants that the worker looks after; each has a client of its own, with this key.</summary>
public static class Tenants
{
    public static IReadOnlyList<string> All { get; } = ["emea", "us"];
}
