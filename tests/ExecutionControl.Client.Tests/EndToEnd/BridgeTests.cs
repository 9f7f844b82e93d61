using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Reference;
using ExecutionControl.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionControl.Client.Tests.EndToEnd;

/// <summary>Options that one call points at a reference server, whatever they held before.</summary>
public sealed class BridgeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseReferenceServer_NewOptions_ReachItWithItsCredential(bool useHttps)
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { Https = useHttps });
        using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions().UseReferenceServer(server));
        using var codegen = new CodegenClient(new CodegenClientOptions().UseReferenceServer(server));
        using var kubiya = new KubiyaClient(new KubiyaClientOptions().UseReferenceServer(server));

        var resolved = await conductorOne.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel);
        var resumed = await codegen.ResumeAgentRunAsync(101, "go on");
        var paused = await kubiya.PauseExecutionAsync("11111111-1111-4111-8111-111111111111");

        Assert.Equal((240L, ControlOutcome.Applied, ControlOutcome.Applied), (resolved.ResolvedCount, resumed.Outcome, paused.Outcome));
        Assert.Equal(useHttps ? server.Https!.Url : server.Url, new KubiyaClientOptions().UseReferenceServer(server).ServerUrl);
    }

    [Fact]
    public async Task UseReferenceServer_OptionsOfProduction_KeepNothingOfTheirCredentialAndTransport()
    {
        await using var server = await ReferenceServer.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ServerUrl"] = "https://production.example", ["ClientId"] = "clever-fox@production.example/spc", ["ClientSecret"] = ClientSecretText.Valid,
        }).Build();
        var services = new ServiceCollection();
        services.AddConductorOne(configuration, options => options.Transport = () => throw new InvalidOperationException("production's transport"));
        services.AddCodegen(options => (options.OrganizationId, options.TokenSource) = (7, new Production()));
        services.Configure<ConductorOneClientOptions>(options => options.UseReferenceServer(server));
        services.Configure<CodegenClientOptions>(options => options.UseReferenceServer(server));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<ConductorOneClient>().ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel);
        await provider.GetRequiredService<CodegenClient>().ResumeAgentRunAsync(101, "go on");

        Assert.Equal(0, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public void Assemblies_ClientAndServer_DoNotKnowOneAnother()
    {
        static IEnumerable<string?> Known(Type type) => type.Assembly.GetReferencedAssemblies().Select(name => name.Name).Where(name => name!.StartsWith("ExecutionControl.", StringComparison.Ordinal));

        Assert.Empty(Known(typeof(ConductorOneClient)));
        Assert.Empty(Known(typeof(ReferenceServer)));
        Assert.Equal(["ExecutionControl.Client", "ExecutionControl.ReferenceServer"], Known(typeof(ReferenceServerClientExtensions)).Order());
    }

    private sealed class Production : ITokenSource
    {
        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("production's tokens");
    }
}
