using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Tests.Support;
using ExecutionControl.Testing.Signatures;

namespace ExecutionControl.Reference.Tests;

public sealed class ReferenceServerTests
{
    private const string SecretStart = "secret-token:conductorone.com:v1:";

    [Fact]
    public void Assembly_NeverReferencesTheClient()
    {
        var references = typeof(ReferenceServer).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name).ToList();
        Assert.Contains("Microsoft.Data.Sqlite", references);
        Assert.DoesNotContain(references, name => name!.StartsWith("ExecutionControl", StringComparison.Ordinal));
        Assert.DoesNotContain(references, name => name!.StartsWith("Microsoft.Kiota", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_OnLoopback_AreThePublishedOnes()
    {
        await using var first = await ReferenceServer.StartAsync();
        await using var second = await ReferenceServer.StartAsync(new() { Url = new Uri("http://localhost:0") });
        Assert.Equal($"sandbox@127.0.0.1:{first.Url.Port}/spc", first.Credentials.ConductorOne.ClientId);
        Assert.Equal($"sandbox@localhost:{second.Url.Port}/spc", second.Credentials.ConductorOne.ClientId);
        Assert.Equal(first.Credentials.ConductorOne.ClientSecret, second.Credentials.ConductorOne.ClientSecret);
        Assert.Equal(first.Credentials.Codegen.ApiToken, second.Credentials.Codegen.ApiToken);
        Assert.Equal(first.Credentials.Kubiya.ApiKey, second.Credentials.Kubiya.ApiKey);
        Assert.NotEqual(first.Credentials.ConductorOne.AccessToken, second.Credentials.ConductorOne.AccessToken);
        Assert.Equal(42, first.Credentials.Codegen.OrganizationId);
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(second).SendAsync()).Status);
    }

    [Theory]
    [InlineData("[::1]")]
    [InlineData("::1")]
    public async Task Start_OnIPv6Loopback_IssuesTokens(string audience)
    {
        await using var server = await ReferenceServer.StartAsync(new() { Url = new Uri("http://[::1]:0") });
        Assert.Equal($"sandbox@[::1]:{server.Url.Port}/spc", server.Credentials.ConductorOne.ClientId);
        var request = new TokenRequest(server) { Claims = { ["aud"] = audience } };
        Assert.Equal(HttpStatusCode.OK, (await request.SendAsync()).Status);
    }

    [Fact]
    public async Task Credentials_Secret_IsAKeyThatPlainBase64DecodersRead()
    {
        await using var server = await ReferenceServer.StartAsync();
        var secret = server.Credentials.ConductorOne.ClientSecret;
        Assert.StartsWith(SecretStart, secret, StringComparison.Ordinal);
        var encoded = secret[SecretStart.Length..];
        Assert.DoesNotContain('-', encoded);
        Assert.DoesNotContain('_', encoded);
        Assert.Equal(0, encoded.Length % 4);

        using var key = JsonDocument.Parse(Convert.FromBase64String(encoded));
        Assert.Equal("OKP", key.RootElement.GetProperty("kty").GetString());
        Assert.Equal("Ed25519", key.RootElement.GetProperty("crv").GetString());
        var d = key.RootElement.GetProperty("d").GetString()!;
        var x = key.RootElement.GetProperty("x").GetString()!;
        Assert.DoesNotContain(d + x, character => character is '-' or '_');
        Assert.Equal(x, Base64Url.EncodeToString(Libsodium.PublicKey(Base64Url.DecodeFromChars(d))));
    }

    [Fact]
    public async Task Credentials_BeyondLoopback_AreRandomAndThePublishedOnesDoNotWork()
    {
        await using var sandbox = await ReferenceServer.StartAsync();
        await using var server = await ReferenceServer.StartAsync(new() { Url = new Uri("http://0.0.0.0:0") });
        Assert.NotEqual(sandbox.Credentials.ConductorOne.ClientSecret, server.Credentials.ConductorOne.ClientSecret);
        Assert.NotEqual(sandbox.Credentials.Codegen.ApiToken, server.Credentials.Codegen.ApiToken);
        Assert.NotEqual(sandbox.Credentials.Kubiya.ApiKey, server.Credentials.Kubiya.ApiKey);

        // Nobody can call 0.0.0.0 itself: clients name an address that it stands for.
        var url = new Uri($"http://127.0.0.1:{server.Url.Port}");
        using var guess = Caller.With(url, "Bearer", sandbox.Credentials.Kubiya.ApiKey);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guess.GetAsync("/api/v1/executions")).Status);
        using var owner = Caller.With(url, "Bearer", server.Credentials.Kubiya.ApiKey);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/v1/executions")).Status);
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(server, url: url).SendAsync()).Status);
    }

    [Fact]
    public async Task ToString_NeverPrintsASecret()
    {
        await using var server = await ReferenceServer.StartAsync();
        var credentials = server.Credentials;
        var said = $"{credentials} {credentials.ConductorOne} {credentials.Codegen} {credentials.Kubiya} {server} {server.Journal} {server.State}";
        foreach (var secret in new[]
        {
            credentials.ConductorOne.ClientSecret, credentials.ConductorOne.AccessToken, credentials.Codegen.ApiToken, credentials.Kubiya.ApiKey,
        })
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Environment_HoldsTheEightVariables()
    {
        await using var server = await ReferenceServer.StartAsync();
        var origin = $"http://127.0.0.1:{server.Url.Port}";
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CONDUCTORONE_SERVER_URL"] = origin,
                ["CONDUCTORONE_CLIENT_ID"] = server.Credentials.ConductorOne.ClientId,
                ["CONDUCTORONE_CLIENT_SECRET"] = server.Credentials.ConductorOne.ClientSecret,
                ["CODEGEN_API_BASE_URL"] = origin,
                ["CODEGEN_ORG_ID"] = "42",
                ["CODEGEN_API_TOKEN"] = server.Credentials.Codegen.ApiToken,
                ["KUBIYA_CONTROL_PLANE_BASE_URL"] = origin,
                ["KUBIYA_API_KEY"] = server.Credentials.Kubiya.ApiKey,
            },
            server.Environment);
    }

    [Fact]
    public async Task Start_PortInUse_IsAnIOException()
    {
        await using var server = await ReferenceServer.StartAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => ReferenceServer.StartAsync(new() { Url = server.Url }));
    }

    [Fact]
    public async Task Dispose_Twice_StopsOnce()
    {
        var server = await ReferenceServer.StartAsync();
        await server.DisposeAsync();
        await server.DisposeAsync();
        using var caller = Caller.Nobody(server);
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.GetAsync("/"));
    }

    [Fact]
    public async Task Start_ManyServers_RunInParallelAndApart()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ReferenceServer.StartAsync()));
        using (var caller = Caller.ConductorOne(servers[0]))
        {
            await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""");
        }

        Assert.Equal([3, .. Enumerable.Repeat(240L, 11)], servers.Select(server => server.State.Automation("aut_runaway").PausedCount));
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    public static TheoryData<string, ReferenceServerOptions> BadOptions { get; } = new()
    {
        { "Url", new() { Url = new Uri("https://127.0.0.1:0") } },
        { "Url", new() { Url = new Uri("http://127.0.0.1:0/path") } },
        { "Url", new() { Url = new Uri("/", UriKind.Relative) } },
        { "StateFile", new() { StateFile = " " } },
        { "TokenLifetime", new() { TokenLifetime = TimeSpan.Zero } },
        { "TerminateDelay", new() { TerminateDelay = TimeSpan.FromSeconds(-1) } },
        { "ResolveTimePerExecution", new() { ResolveTimePerExecution = TimeSpan.FromTicks(-1) } },
        { "ResolveTimePerExecution", new() { ResolveTimePerExecution = TimeSpan.FromDays(2) } },
        { "TokenLifetime", new() { TokenLifetime = TimeSpan.MaxValue } },
        { "TerminateDelay", new() { TerminateDelay = TimeSpan.MaxValue } },
        { "PausedEvery", new() { PausedEvery = TimeSpan.Zero } },
        { "PausedEvery", new() { PausedEvery = TimeSpan.MaxValue } },
        { "ResolveAnswer", new() { ResolveAnswer = (ResolveAnswer)9 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Start_BadOption_IsRefusedByName(string option, ReferenceServerOptions options)
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => ReferenceServer.StartAsync(options));
        Assert.Contains(option, exception.Message, StringComparison.Ordinal);
    }
}
