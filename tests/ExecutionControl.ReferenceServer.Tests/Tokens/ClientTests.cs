using System.Net;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tests.Support;
using ExecutionControl.Reference.Tokens;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.Tokens;

public sealed class ClientTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";

    [Fact]
    public async Task AddClient_Second_MintsWithItsOwnKeyAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        var second = await server.AddClientAsync("auditor");
        Assert.Equal($"auditor@{server.Url.Authority}/spc", second.ClientId);
        using var caller = Caller.With(server, "Bearer", second.AccessToken);
        await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""");
        Assert.Equal(second.ClientId, Assert.Single(server.State.AuditRows).Actor);
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(server, credentials: second).SendAsync()).Status);

        // The first client's key does not sign for the second one.
        var forged = new TokenRequest(server) { Form = { ["client_id"] = second.ClientId }, Claims = { ["iss"] = second.ClientId, ["sub"] = second.ClientId } };
        forged.Header.Remove("kid");
        Assert.Contains("signature", (await forged.SendAsync()).Body, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => server.AddClientAsync("auditor"));
        await Assert.ThrowsAsync<ArgumentException>(() => server.AddClientAsync("a@b"));
    }

    [Fact]
    public async Task RemoveClient_MintsNoMore_AndItsTokensLiveUntilRevoked()
    {
        await using var server = await ReferenceServer.StartAsync();
        var second = await server.AddClientAsync("auditor");
        Assert.True(server.RemoveClient(second.ClientId));
        Assert.False(server.RemoveClient(second.ClientId));
        Assert.Equal("invalid_client", (await new TokenRequest(server, credentials: second).SendAsync()).Json.GetProperty("error").GetString());
        using var caller = Caller.With(server, "Bearer", second.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(1, await server.RevokeTokensAsync(second.ClientId));
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/automations")).Status);
        using var first = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/api/v1/automations")).Status);
    }

    [Fact]
    public async Task Tenant_ItsTokens_OpenItAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        var tenant = $"localhost:{server.Url.Port}";
        var acme = await server.AddClientAsync("acme", tenant: tenant);
        Assert.Equal($"acme@{tenant}/spc", acme.ClientId);
        var acmeUrl = new Uri($"http://{tenant}");
        using var rightHost = Caller.With(acmeUrl, "Bearer", acme.AccessToken);
        using var otherHost = Caller.With(server, "Bearer", acme.AccessToken);
        using var stranger = Caller.With(acmeUrl, "Bearer", server.Credentials.ConductorOne.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await rightHost.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await otherHost.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(server, url: acmeUrl, credentials: acme).SendAsync()).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new TokenRequest(server, credentials: acme) { Form = { ["client_id"] = $"acme@{server.Url.Authority}/spc" } }.SendAsync()).Status);
    }

    [Fact]
    public async Task Tenant_OnItsHost_HasAStateOfItsOwn()
    {
        await using var server = await ReferenceServer.StartAsync();
        var tenant = $"localhost:{server.Url.Port}";
        var acme = await server.AddClientAsync("acme", tenant: tenant);
        using var atAcme = Caller.With(new Uri($"http://{tenant}"), "Bearer", acme.AccessToken);
        using var atFirst = Caller.ConductorOne(server);
        await atAcme.PostAsync(Resolve, """{"decision":2}""");
        await atAcme.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate");
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((3, 240), (server.StateOf(tenant).Automation("aut_runaway").PausedCount, server.State.Automation("aut_runaway").PausedCount));
        Assert.Equal((1, 0), (server.StateOf(tenant).AuditRows.Count, server.State.AuditRows.Count));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", server.State.Execution(9_007_199_254_740_993).State);
        await atFirst.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/clear", """{"decision":1}""");
        Assert.True(server.StateOf(tenant.ToUpperInvariant()).Automation("aut_runaway").IsTripped);

        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        Assert.Equal(1, (await control.GetAsync($"/_control/audit?tenant={tenant}")).Json.GetProperty("rows").GetArrayLength());
        Assert.Equal(3, (await control.GetAsync($"/_control/state?tenant={tenant}")).Json.GetProperty("automations")[2].GetProperty("pausedCount").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await control.GetAsync("/_control/state?tenant=nobody.test")).Status);
        await server.SaveSnapshotAsync("here");
        await server.ResetAsync();
        Assert.Equal((240, 240), (server.StateOf(tenant).Automation("aut_runaway").PausedCount, server.State.Automation("aut_runaway").PausedCount));
        await server.RestoreSnapshotAsync("here");
        Assert.Equal(3, server.StateOf(tenant).Automation("aut_runaway").PausedCount);
        Assert.Throws<KeyNotFoundException>(() => server.StateOf("nobody.test"));

        // Its last client gone, it is a tenant still: its tokens open no other's host.
        server.RemoveClient(acme.ClientId);
        using var otherHost = Caller.With(server, "Bearer", acme.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, (await otherHost.GetAsync("/api/v1/automations")).Status);
    }

    [Fact]
    public async Task StateFile_KeepsClientsTenantsAndSnapshots()
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { StateFile = folder.File("state.db") };
        ConductorOneCredentials auditor;
        await using (var before = await ReferenceServer.StartAsync(options))
        {
            auditor = await before.AddClientAsync("auditor", tenant: "localhost:1234");
            await before.AddClientAsync("gone");
            Assert.True(before.RemoveClient($"gone@{before.Url.Authority}/spc"));
            await CancelAsync(before.Url, "localhost:1234", auditor.AccessToken);
            await before.SaveSnapshotAsync("resolved");
            await before.ResetAsync();
        }

        await using var after = await ReferenceServer.StartAsync(options);
        Assert.Equal(240, after.StateOf("localhost:1234").Automation("aut_runaway").PausedCount);
        await Assert.ThrowsAsync<ArgumentException>(() => after.AddClientAsync("auditor", tenant: "LOCALHOST:1234"));
        await after.AddClientAsync("gone");
        await after.RestoreSnapshotAsync("resolved");
        Assert.Equal(3, after.StateOf("localhost:1234").Automation("aut_runaway").PausedCount);
        Assert.Equal(240, after.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(after.Url, "localhost:1234", auditor.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await CancelAsync(after.Url, after.Url.Authority, auditor.AccessToken));

        // It signs in anew, too: its key is known still.
        var mint = new TokenRequest(after, url: new Uri("http://localhost:1234"), credentials: auditor).Body();
        using var caller = Caller.Nobody(after);
        using var content = new StringContent(mint, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(new HttpRequestMessage(HttpMethod.Post, TokenRequest.Path) { Content = content, Headers = { Host = "localhost:1234" } })).Status);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(folder.Path))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    private static async Task<HttpStatusCode> CancelAsync(Uri url, string host, string token)
    {
        using var caller = Caller.With(url, "Bearer", token);
        using var content = new StringContent("""{"decision":2}""");
        return (await caller.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(url, Resolve)) { Content = content, Headers = { Host = host } })).Status;
    }

    [Fact]
    public async Task TokenLifetime_Changed_CountsForTokensFromThenOn()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.TokenLifetime = TimeSpan.FromSeconds(90);
        var answer = await new TokenRequest(server).SendAsync();
        Assert.Equal(90, answer.Json.GetProperty("expires_in").GetInt32());
        using var shortLived = Caller.With(server, "Bearer", answer.Json.GetProperty("access_token").GetString()!);
        using var longLived = Caller.ConductorOne(server);
        server.Clock.Advance(TimeSpan.FromSeconds(91));
        Assert.Equal(HttpStatusCode.Unauthorized, (await shortLived.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(HttpStatusCode.OK, (await longLived.GetAsync("/api/v1/automations")).Status);
        Assert.Throws<ArgumentOutOfRangeException>(() => server.TokenLifetime = TimeSpan.Zero);
    }

    // No point, a point of small order, one that is not canonical, and wrong lengths.
    [Theory]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("00")]
    [InlineData("")]
    public async Task Token_RegisteredKeyIsNone_IsRefusedWithTheReason(string publicKey)
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { StateFile = folder.File("state.db") };
        await using var server = await ReferenceServer.StartAsync(options);
        var second = await server.AddClientAsync("auditor");
        await using (var connection = new SqliteConnection($"Data Source={options.StateFile};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE clients SET public_key = $key";
            command.Parameters.AddWithValue("$key", Convert.FromHexString(publicKey));
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        var answer = await new TokenRequest(server, credentials: second).SendAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_client", answer.Json.GetProperty("error").GetString());
        Assert.Contains("no Ed25519 public key", answer.Json.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.True(server.RemoveClient(second.ClientId));
        var third = await server.AddClientAsync("auditor");
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(server, credentials: third).SendAsync()).Status);
    }

    [Theory]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("")]
    public void Add_KeyIsNone_IsRefused(string publicKey)
    {
        using var database = StateDatabase.Open(file: null, TimeSpan.FromSeconds(5));
        var registry = new ClientRegistry(CredentialSet.Published().Client);

        database.Write(session =>
        {
            var fault = Assert.Throws<ArgumentException>(() => registry.Add(session, new("auditor", "spc", "key", Convert.FromHexString(publicKey))));
            Assert.StartsWith("The key of the client auditor is no Ed25519 public key", fault.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Control_ClientsAndTokens_DoTheSame()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var made = await control.PostAsync("/_control/clients", """{"name":"auditor"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        using var caller = Caller.With(server, "Bearer", made.Json.GetProperty("accessToken").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
        Assert.Equal(2, (await control.PostAsync("/_control/tokens/revoke")).Json.GetProperty("revoked").GetInt32());
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/automations")).Status);
        var id = Uri.EscapeDataString(made.Json.GetProperty("clientId").GetString()!);
        Assert.Equal(HttpStatusCode.NoContent, (await control.SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri($"{server.Url}_control/clients/{id}")))).Status);
        Assert.Equal(3, (await control.PostAsync("/_control/subject-tokens", "{}")).Json.GetProperty("subjectToken").GetString()!.Split('.').Length);
        Assert.Equal(HttpStatusCode.BadRequest, (await control.PostAsync("/_control/clients", """{"name":"a@b"}""")).Status);
    }
}
