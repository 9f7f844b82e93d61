using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.Tests.DependencyInjection;

/// <summary>Handlers that send again, or give up, as many hosts give them to every HTTP client there is.</summary>
public sealed class ResilienceDefaultsTests
{
    private const string Run = """{"id":101,"organization_id":42,"status":"ACTIVE"}""";
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResumeAgentRunAsync_ResilienceByDefaultAndOne429_IsSentAgainAfterRetryAfter(bool isDefaultSetLast)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 7"), Reply.Json(Run));
        await using var provider = Services(
            server.Url,
            services => services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler()),
            isDefaultSetLast).BuildServiceProvider();

        var result = await provider.GetRequiredService<CodegenClient>().ResumeAgentRunAsync(101, "go on");

        Assert.Equal((ControlOutcome.Applied, 2), (result.Outcome, server.Requests.Count));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_clock.Waits));
    }

    /// <summary>A handler that gives up at once stands for one that gives up after ten seconds.</summary>
    [Fact]
    public async Task ResumeAgentRunAsync_TimeLimitByDefault_IsNotInTheWay()
    {
        await using var server = new ScriptedServer(Reply.Json(Run));
        await using var provider = Services(
            server.Url,
            services => services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Impatient(repeats: false)))).BuildServiceProvider();

        Assert.Equal(ControlOutcome.Applied, (await provider.GetRequiredService<CodegenClient>().ResumeAgentRunAsync(101, "go on")).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StartAsync_ResilienceAddedToTheClientItself_IsRefused(bool hedges)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var client = Add(builder.Services, new Uri("https://api.codegen.example"));
        _ = hedges ? (object)client.AddStandardHedgingHandler() : client.AddStandardResilienceHandler();
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith("ExecutionControl.Client.Codegen: ResilienceHandler cannot be among the handlers", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<CodegenClient>());
    }

    [Fact]
    public async Task StartAsync_ResilienceByDefault_Starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler());
        Add(builder.Services, new Uri("https://api.codegen.example"));
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public void Constructor_ResilienceAmongTheHandlers_IsRefused()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => TestClients.Codegen(
            new Uri("https://api.codegen.example"),
            _clock,
            options => options.Handlers.Add(() => new ResilienceHandler(Polly.ResiliencePipeline<HttpResponseMessage>.Empty))));

        Assert.Contains("set Retry in the client's options", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerRepeatsA429_IsNoUnknown()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429, "Retry-After: 7"), Reply.Json(Run));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new Repeating()));

        var result = await client.ResumeAgentRunAsync(101, "go on");

        Assert.Equal((ControlOutcome.Applied, 2), (result.Outcome, server.Requests.Count));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_clock.Waits));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerRepeatsARefusal_IsRefusedInTheServicesWords()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"detail":"the run is archived"}""", 409, "x-request-id: r-1"), Reply.Json(Run));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new Repeating()));

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal((409, "the run is archived", "r-1"), (exception.Details.StatusCode, exception.Details.ServiceMessage, exception.Details.RequestId));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(Reading.Nothing, true)]
    [InlineData(Reading.Disposing, true)]
    [InlineData(Reading.Text, false)]
    [InlineData(Reading.TextAndDisposing, false)]
    public async Task ResumeAgentRunAsync_HandlerRepeatsASuccess_IsAppliedWhereItsAnswerCanStillBeRead(Reading reading, bool isApplied)
    {
        await using var server = new ScriptedServer(Reply.Json(Run));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new NeverContent(reading)));

        var exception = await Record.ExceptionAsync(async () => Assert.Equal(ControlOutcome.Applied, (await client.ResumeAgentRunAsync(101, "go on")).Outcome));

        Assert.Equal(isApplied, exception is null);
        Assert.True(exception is null or ControlCallUnknownException, $"{exception}");
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerFailsAfterASuccess_IsApplied()
    {
        await using var server = new ScriptedServer(Reply.Json(Run));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new FailingAfterwards()));

        Assert.Equal(ControlOutcome.Applied, (await client.ResumeAgentRunAsync(101, "go on")).Outcome);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerFailsAfterASuccessThatIsTruncated_IsUnknown()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Truncated(Run) : Reply.Json(Run));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new FailingAfterwards()));

        Assert.Equal(200, (await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"))).Details.StatusCode);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerFailsOverARefusal_IsRefused()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"detail":"the run is archived"}""", 409));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new Impatient(repeats: false, sendsFirst: true)));

        Assert.Equal(RefusalReason.State, (await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ResumeAgentRunAsync(101, "go on"))).Reason);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerRepeatsWhatWasNotSent_IsNotApplied()
    {
        var server = new ScriptedServer(Reply.Json(Run));
        await server.DisposeAsync();
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new Repeating()));

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Contains("the connection failed", exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, exception.Details.Attempts);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerGivesUpOnASentRequestAndRepeatsIt_IsUnknownAndSaysWhoGaveUp()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Hang() : Reply.Json(Run));
        using var client = TestClients.Codegen(
            server.Url,
            _clock,
            options => options.Handlers.Add(() => new Impatient(repeats: true, sendsFirst: true, isSent: () => server.Requests.Count > 0)));

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Contains("a handler of the application gave up on the request", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task ResumeAgentRunAsync_CancelledWhileAHandlerRepeats_IsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new ScriptedServer(Reply.Hang());
        using var client = TestClients.Codegen(
            server.Url,
            _clock,
            options => options.Handlers.Add(() => new Impatient(repeats: true, sendsFirst: true, isSent: () => server.Requests.Count > 0, then: cancellation.Cancel)));

        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => client.ResumeAgentRunAsync(101, "go on", cancellationToken: cancellation.Token));

        Assert.Equal(ControlOutcome.Unknown, exception.Outcome);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, Uri server) =>
        services.AddCodegen(options => (options.ServerUrl, options.OrganizationId, options.ApiToken) = (server, 42, "codegen-test-token"));

    private ServiceCollection Services(Uri server, Action<IServiceCollection> setDefaults, bool isDefaultSetLast = false)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        if (!isDefaultSetLast)
        {
            setDefaults(services);
        }

        Add(services, server);
        if (isDefaultSetLast)
        {
            setDefaults(services);
        }

        services.Configure<CodegenClientOptions>(options => options.Random = new FixedRandom(1));
        return services;
    }

    /// <summary>What a handler does with an answer before it sends again.</summary>
    public enum Reading
    {
        Nothing,
        Disposing,
        Text,
        TextAndDisposing,
    }

    /// <summary>Sends everything twice, whatever comes back.</summary>
    private sealed class NeverContent(Reading reading) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (request.Method != HttpMethod.Post)
            {
                return response;
            }

            if (reading is Reading.Text or Reading.TextAndDisposing)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                Assert.Equal((byte)'{', stream.ReadByte());
            }

            if (reading is Reading.Disposing or Reading.TextAndDisposing)
            {
                response.Dispose();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class FailingAfterwards : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var response = await base.SendAsync(request, cancellationToken);
            return request.Method == HttpMethod.Post ? throw new TimeoutException("time was up") : await Passed(response, cancellationToken);
        }

        private static async Task<HttpResponseMessage> Passed(HttpResponseMessage response, CancellationToken cancellationToken) => new(response.StatusCode)
        {
            Content = new StringContent(await response.Content.ReadAsStringAsync(cancellationToken), System.Text.Encoding.UTF8, "application/json"),
        };
    }

    /// <summary>Sends everything twice that is no success.</summary>
    private sealed class Repeating : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (HttpRequestException)
            {
                // Once more, then.
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Gives up before there is an answer that it likes, with a time limit of its own.</summary>
    private sealed class Impatient(bool repeats, bool sendsFirst = false, Func<bool>? isSent = null, Action? then = null) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!sendsFirst)
            {
                throw new TimeoutException("time was up");
            }

            using var own = new CancellationTokenSource();
            var sending = base.SendAsync(request, own.Token);
            if (request.Method == HttpMethod.Post && isSent is not null)
            {
                while (!isSent())
                {
                    await Task.Yield();
                }

                then?.Invoke();
                await own.CancelAsync();
            }

            try
            {
                var response = await sending;
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (OperationCanceledException)
            {
                // That was this handler's doing.
            }

            return repeats ? await base.SendAsync(request, cancellationToken) : throw new TimeoutException("time was up");
        }
    }
}
