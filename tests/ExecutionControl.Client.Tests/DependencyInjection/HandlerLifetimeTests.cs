using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.Tests.DependencyInjection;

/// <summary>A client keeps its handler for its whole life: the factory must not let it expire, and changes in DNS must be seen all the same.</summary>
public sealed class HandlerLifetimeTests
{
    private const string Name = "ExecutionControl.Client.Kubiya";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AddKubiya_WhateverLifetimeIsSet_HandlerNeverExpires(bool isSet)
    {
        var builder = Services();
        if (isSet)
        {
            builder.SetHandlerLifetime(TimeSpan.FromSeconds(1));
        }

        using var provider = builder.Services.BuildServiceProvider();

        Assert.Equal(Timeout.InfiniteTimeSpan, provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(Name).HandlerLifetime);
    }

    [Fact]
    public void AddKubiya_ApplicationsOwnSockets_ConnectionsEndSoThatDnsIsAskedAgain()
    {
        var sockets = new SocketsHttpHandler();
        using var provider = Services().ConfigurePrimaryHttpMessageHandler(() => sockets).Services.BuildServiceProvider();

        using var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Name);

        Assert.Equal(TimeSpan.FromMinutes(5), sockets.PooledConnectionLifetime);
    }

    private static IHttpClientBuilder Services() =>
        new ServiceCollection().AddKubiya(options => (options.ServerUrl, options.ApiKey) = (new Uri("https://cp.example.test"), "kubiya-test-key"));
}
