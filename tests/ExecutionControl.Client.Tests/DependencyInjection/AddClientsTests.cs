using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.Reference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.Tests.DependencyInjection;

public sealed class AddClientsTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";

    [Fact]
    public async Task AddConductorOne_FromConfiguration_ReachesTheServer()
    {
        await using var server = await ReferenceServer.StartAsync();
        var configuration = Configuration(
            ("ConductorOne:ServerUrl", server.Url.ToString()),
            ("ConductorOne:ClientId", server.Credentials.ConductorOne.ClientId),
            ("ConductorOne:ClientSecret", server.Credentials.ConductorOne.ClientSecret),
            ("ConductorOne:Retry:MaxAttempts", "2"),
            ("ConductorOne:ResolvePaused:MaxRounds", "1"));
        await using var provider = new ServiceCollection().Also(services => services.AddConductorOne(configuration.GetSection("ConductorOne"))).BuildServiceProvider();

        var result = await provider.GetRequiredService<ConductorOneClient>().ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Partial, 237L, 3L), (result.Outcome, result.ResolvedCount, result.ErroredCount));
    }

    [Fact]
    public async Task AddKeyedKubiya_TwoOrganizations_EachHasItsOwnServerAndKey()
    {
        await using var first = new ScriptedServer(Reply.Json("""{"success":true}"""));
        await using var second = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var services = new ServiceCollection();
        services.AddKeyedKubiya("first", options => (options.ServerUrl, options.ApiKey) = (first.Url, "key-1"));
        services.AddKeyedKubiya("second", options => (options.ServerUrl, options.ApiKey) = (second.Url, "key-2"));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<KubiyaClient>("first").PauseExecutionAsync(Execution);
        await provider.GetRequiredKeyedService<KubiyaClient>("second").PauseExecutionAsync(Execution);

        Assert.Equal("Bearer key-1", Assert.Single(first.Requests).Headers["Authorization"]);
        Assert.Equal("Bearer key-2", Assert.Single(second.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task AddCodegen_StubbornHandlerOfTheApplication_ResumesOnceAndSeesNoToken()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 503) : Reply.Json("""{"id":101,"organization_id":42,"status":"PAUSED"}"""));
        var seen = new List<string>();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new TurnedClock(TimeSpan.FromSeconds(5)));
        services.AddCodegen(options => (options.ServerUrl, options.OrganizationId, options.ApiToken) = (server.Url, 42, "codegen-test-token"))
            .AddHttpMessageHandler(() => new StubbornHandler(seen));
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => provider.GetRequiredService<CodegenClient>().ResumeAgentRunAsync(101, "go on"));

        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
        Assert.NotEmpty(seen);
        Assert.DoesNotContain(seen, headers => headers.Contains("codegen-test-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddKubiya_HandlersOfTheOptions_AreGoneThroughInTheirOrder()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        var passed = new List<int>();
        var services = new ServiceCollection();
        services.AddKubiya(options =>
        {
            (options.ServerUrl, options.ApiKey) = (server.Url, "kubiya-test-key");
            options.Handlers.Add(() => new PassedHandler(passed, 1));
            options.Handlers.Add(() => new PassedHandler(passed, 2));
        });
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<KubiyaClient>().PauseExecutionAsync(Execution);

        Assert.Equal([1, 2], passed);
    }

    [Fact]
    public async Task AddCodegen_PrimaryHandlerReplaced_StillLetsAnAttemptBeSentOnce()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 503) : Reply.Json("""{"id":101,"organization_id":42,"status":"PAUSED"}"""));
        var services = new ServiceCollection();
        services.AddCodegen(options => (options.ServerUrl, options.OrganizationId, options.ApiToken) = (server.Url, 42, "codegen-test-token"))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler())
            .AddHttpMessageHandler(() => new StubbornHandler([]));
        await using var provider = services.BuildServiceProvider();

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => provider.GetRequiredService<CodegenClient>().ResumeAgentRunAsync(101, "go on"));

        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
    }

    [Theory]
    [InlineData("ClientId", "clever-fox@acme.conductor.one/spc", "ClientSecret")]
    [InlineData("ServerUrl", "http://acme.example", "ServerUrl")]
    [InlineData("Retry:MaxAttempts", "0", "MaxAttempts")]
    [InlineData("ResolvePaused:MaxRounds", "0", "MaxRounds")]
    public async Task AddConductorOne_OptionThatIsWrong_StopsTheHostAtItsStart(string option, string value, string named)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var settings = new List<(string, string)> { (option, value) };
        if (option != "ClientId")
        {
            settings.Add(("AccessToken", "c1-test-token"));
        }

        if (option != "ServerUrl" && option != "ClientId")
        {
            settings.Add(("ServerUrl", "https://acme.example"));
        }

        builder.Services.AddConductorOne(Configuration([.. settings]));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c1-test-token", exception.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
        .Build();

    private sealed class StubbornHandler(List<string> seen) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.Headers.ToString());
            var response = await base.SendAsync(request, cancellationToken);
            seen.Add(response.RequestMessage!.Headers.ToString());
            return response.IsSuccessStatusCode ? response : await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class PassedHandler(List<int> passed, int number) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            passed.Add(number);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
