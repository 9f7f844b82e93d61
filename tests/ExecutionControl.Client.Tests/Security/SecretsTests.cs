using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Security;

/// <summary>
/// Calls of every kind against a service that repeats credentials wherever it can, with everything watched that anybody can
/// come to see: none of the secrets, tokens and assertions is in it.
/// </summary>
public sealed class SecretsTests : IDisposable
{
    private const string ClientId = "clever-fox-1234@acme.conductor.one/spc";
    private const string Execution = "11111111-1111-4111-8111-111111111111";

    // Of all the characters that a bearer token may have, some need escapes in JSON.
    private const string CodegenToken = "cg+9f3a/7c21e0b54d68+a1b2c3d4/e5f6==";
    private const string KubiyaKey = "kb_5c0ffee5c0ffee5c0ffee5c0ffee5c0ffee";
    private const string AccessToken = "c1a.b0bacafeb0bacafeb0bacafeb0bacafe";
    private const string WorkloadJwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ3b3JrbG9hZCJ9.d29ya2xvYWQtc2lnbmF0dXJl";

    private readonly Observations _observations = new();
    private readonly MemoryTokenStore _tokens = new();
    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private int _minted;

    public void Dispose()
    {
        _observations.Dispose();
        _tokens.Dispose();
    }

    [Fact]
    public async Task Calls_ToAServiceThatRepeatsCredentials_ShowNone()
    {
        _observations.Begin();
        Keep("the client secret", ClientSecretText.Valid, ClientSecretText.Valid.Split(':')[3], ClientSecretText.SeedText, Convert.ToHexString(ClientSecretText.Seed));
        Keep("a static token", CodegenToken, KubiyaKey, AccessToken, WorkloadJwt);
        Func<ScriptedRequest, Reply> ofApi = _ => Reply.Json("{}"), ofTokens = Mint;
        await using var server = new ScriptedServer(request =>
        {
            if (request.IsToken)
            {
                Keep("an assertion", TalkativeService.Proof(request));
            }

            return request.IsToken ? ofTokens(request) : ofApi(request);
        });
        await using var provider = Services(server.Url).BuildServiceProvider();

        await CallAllAsync(provider);
        foreach (var answer in TalkativeService.Answers.Values)
        {
            (ofApi, ofTokens) = (answer, Mint);
            await CallAllAsync(provider);
            ofTokens = answer;
            await using var tokenless = Services(server.Url).BuildServiceProvider();
            await CallAllAsync(tokenless);
        }

        ofTokens = MintOfNoUse;
        await using var useless = Services(server.Url).BuildServiceProvider();
        await CallAllAsync(useless);
        AssertWatched();
        AssertHidden();
    }

    [Fact]
    public void ToString_WhateverHoldsASecret_DoesNotShowIt()
    {
        Keep("a secret", ClientSecretText.Valid, ClientSecretText.SeedText, CodegenToken, KubiyaKey, AccessToken, WorkloadJwt, "per:sonal-password");
        var address = new Uri("https://per:sonal-password@acme.conductor.one/?key=per:sonal-password");
        var conductorOne = new ConductorOneClientOptions { ClientId = ClientId, ClientSecret = ClientSecretText.Valid, AccessToken = AccessToken, ServerUrl = address };
        using var secret = ConductorOneClientSecret.Parse(ClientSecretText.Valid);
        var signer = secret.CreateSigner();
        object[] holders =
        [
            conductorOne,
            new CodegenClientOptions { ApiToken = CodegenToken, ServerUrl = address },
            new KubiyaClientOptions { ApiKey = KubiyaKey, ServerUrl = address },
            new AccessToken(AccessToken, DateTimeOffset.UnixEpoch),
            new StoredToken(AccessToken, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)),
            WorkloadToken.FromValue(WorkloadJwt),
            WorkloadToken.FromCallback(_ => ValueTask.FromResult(WorkloadJwt)),
            secret,
            signer,
        ];
        (signer as IDisposable)?.Dispose();

        Assert.All(holders, holder => _observations.Add(holder.GetType().Name, holder));
        _observations.Add(Assert.Throws<ArgumentException>(() => new ConductorOneClient(conductorOne)));
        conductorOne.AccessToken = null;
        _observations.Add(Assert.Throws<ArgumentException>(() => new ConductorOneClient(conductorOne)));
        conductorOne.ServerUrl = null;
        conductorOne.ClientSecret = ClientSecretText.Valid[..^7];
        _observations.Add(Assert.Throws<ArgumentException>(() => new ConductorOneClient(conductorOne)));
        _observations.Add(Assert.Throws<ArgumentException>(() => new KubiyaClient(new KubiyaClientOptions { ApiKey = KubiyaKey + "\r\n" })));

        AssertHidden();
    }

    private ServiceCollection Services(Uri server)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new TurnedClock(timeLimitFrom: TimeSpan.FromSeconds(5)));
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(_observations));
        services.AddKeyedConductorOne("secret", options => Set(options).ClientSecret = ClientSecretText.Valid);
        services.AddKeyedConductorOne("stored", options => (Set(options).ClientSecret, options.TokenStore) = (ClientSecretText.Valid, _tokens));
        services.AddKeyedConductorOne("unstored", options => (Set(options).ClientSecret, options.TokenStore) = (ClientSecretText.Valid, new TalkativeTokenStore()));
        services.AddKeyedConductorOne("workload", options => Set(options).WorkloadToken = WorkloadToken.FromValue(WorkloadJwt));
        services.AddKeyedConductorOne("token", options => (Set(options).AccessToken, options.ClientId) = (AccessToken, null));
        services.AddCodegen(options => (Set(options).ApiToken, options.OrganizationId) = (CodegenToken, 42));
        services.AddKubiya(options => Set(options).ApiKey = KubiyaKey);
        return services;

        TOptions Set<TOptions>(TOptions options)
            where TOptions : ControlClientOptions
        {
            options.ServerUrl = server;
            options.Retry.MaxAttempts = 2;
            if (options is ConductorOneClientOptions conductorOne)
            {
                conductorOne.ClientId = ClientId;
            }

            return options;
        }
    }

    private async Task CallAllAsync(ServiceProvider provider)
    {
        foreach (var key in (string[])["secret", "stored", "unstored", "workload", "token"])
        {
            var conductorOne = provider.GetRequiredKeyedService<ConductorOneClient>(key);
            await WatchAsync(async () => await conductorOne.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }));
            await WatchAsync(async () => await conductorOne.ClearCircuitBreakerAsync("aut_runaway"));
            await WatchAsync(async () => await conductorOne.DisableAutomationAsync("aut_runaway"));
            await WatchAsync(async () => await conductorOne.TerminateAutomationExecutionAsync("839265"));
            await WatchAsync(async () => await conductorOne.GetAutomationAsync("aut_runaway"));
            await WatchAsync(async () => await conductorOne.ListAutomationExecutionsAsync().ToListAsync());
        }

        var codegen = provider.GetRequiredService<CodegenClient>();
        await WatchAsync(async () => await codegen.ResumeAgentRunAsync(101, "go on"));
        await WatchAsync(async () => await codegen.BanPullRequestChecksAsync(101));
        await WatchAsync(async () => await codegen.GetAgentRunAsync(101));
        var kubiya = provider.GetRequiredService<KubiyaClient>();
        await WatchAsync(async () => await kubiya.PauseExecutionAsync(Execution));
        await WatchAsync(async () => await kubiya.TerminateExecutionAsync(Execution, "runaway"));
        await WatchAsync(async () => await kubiya.ListExecutionsAsync().ToListAsync());
    }

    private async Task WatchAsync(Func<Task<object>> call)
    {
        try
        {
            _observations.Add("result", await call());
        }
        catch (Exception exception) when (exception is IControlCallFailure)
        {
            _observations.Add(exception);
        }
    }

    private Reply Mint(ScriptedRequest request)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"minted-{Interlocked.Increment(ref _minted)}-d0d0cafed0d0cafed0d0");
        Keep("a minted token", token);
        return Reply.Json($$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":3600}""");
    }

    private Reply MintOfNoUse(ScriptedRequest request)
    {
        Keep("a token of no use", "useless-d0d0cafed0d0cafe");
        return Reply.Json("""{"access_token":"useless-d0d0cafed0d0cafe","token_type":"Bearer","expires_in":"useless-d0d0cafed0d0cafe"}""");
    }

    private void Keep(string kind, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
        {
            _secrets[secret] = kind;
        }
    }

    /// <summary>A search that looks nowhere finds nothing either.</summary>
    private void AssertWatched()
    {
        var seen = _observations.Seen;
        var origins = seen.Select(observation => observation.Origin).ToHashSet(StringComparer.Ordinal);
        Assert.All(
            ["log ExecutionControl.Client", "trace ExecutionControl.Client", "trace System.Net.Http", "measurement execution_control.calls", "result", "exception's Details"],
            origin => Assert.Contains(origin, origins));
        Assert.Contains(origins, origin => origin.StartsWith("log System.Net.Http.HttpClient.ExecutionControl.Client.Kubiya", StringComparison.Ordinal));
        Assert.Contains(seen, observation => observation.Text.Contains("Request Headers", StringComparison.Ordinal));
        Assert.Contains(seen, observation => observation.Text.Contains("(hidden)", StringComparison.Ordinal));
        Assert.Contains("an assertion", _secrets.Values);
        Assert.NotEmpty(_tokens.Tokens);
        Assert.Contains(seen, observation => observation.Text.Contains(nameof(TalkativeTokenStoreException), StringComparison.Ordinal));
        Assert.True(_minted > 1);
    }

    private void AssertHidden()
    {
        var forms = SearchValues.Create([.. _secrets.Keys.SelectMany(Forms)], StringComparison.Ordinal);
        foreach (var (origin, text) in _observations.Seen)
        {
            if (text.AsSpan().IndexOfAny(forms) is var found && found >= 0)
            {
                var kind = _secrets.First(secret => Forms(secret.Key).Any(form => text.Contains(form, StringComparison.Ordinal))).Value;
                Assert.Fail($"{origin} shows {kind}: {text[Math.Max(0, found - 200)..found]}<HERE>");
            }
        }
    }

    /// <summary>A secret as it is and as it is written elsewhere; and half of it is not for anybody to see either.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        foreach (var part in (string[])[secret, secret[..(secret.Length / 2)], secret[(secret.Length / 2)..]])
        {
            yield return part;
            yield return Uri.EscapeDataString(part);
            yield return part.Replace("+", "\\u002B", StringComparison.Ordinal);
        }
    }
}
