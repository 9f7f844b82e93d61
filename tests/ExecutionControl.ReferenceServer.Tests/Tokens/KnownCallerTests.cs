using System.Net;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.Tokens;

/// <summary>
/// A caller whose token was good a moment ago, and no longer is. In memory callers are remembered, in a file only for what is terminated, and
/// that finds out by itself.
/// </summary>
public sealed class KnownCallerTests : IDisposable
{
    private const string Automations = "/api/v1/automations";
    private const string Terminate = "/api/v1/automation_executions/839265/actions/terminate";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revoke_TokenInUse_IsRefusedAtOnce(bool inFile)
    {
        await using var server = await StartAsync(inFile);
        var other = await server.AddClientAsync("auditor");
        using var first = Caller.ConductorOne(server);
        using var second = Caller.With(server, "Bearer", other.AccessToken);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(first), await StatusAsync(second)));
        await server.RevokeTokensAsync(other.ClientId);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await StatusAsync(first), await StatusAsync(second)));

        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        await control.PostAsync("/_control/tokens/revoke");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(first));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clock_PutPastTheExpiryAndBack_CountsAtOnce(bool inFile)
    {
        await using var server = await StartAsync(inFile);
        using var caller = Caller.ConductorOne(server);
        var start = server.Clock.GetUtcNow();
        server.Clock.Freeze();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
        server.Clock.Set(start + TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
        server.Clock.Set(start);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddClient_OfATenantAtTheCalledHost_ShutsOthersOutAtOnce(bool inFile)
    {
        await using var server = await StartAsync(inFile);
        var host = $"localhost:{server.Url.Port}";
        using var stranger = Caller.With(new Uri($"http://{host}"), "Bearer", server.Credentials.ConductorOne.AccessToken);
        using var first = Caller.ConductorOne(server);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(stranger), await StatusAsync(first)));
        await server.AddClientAsync("acme", tenant: host);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(stranger), await StatusAsync(first)));
    }

    [Fact]
    public async Task Token_OneThatWasRefused_IsTakenOnceItIsIssued()
    {
        await using var server = await StartAsync(inFile: false);
        await server.RevokeTokensAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
        var token = (await new TokenRequest(server).SendAsync()).Json.GetProperty("access_token").GetString()!;
        using var again = Caller.With(server, "Bearer", token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(again));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
    }

    [Fact]
    public async Task Revoke_ByAnotherServerOrProgram_IsSeenAtOnce()
    {
        await using var server = await StartAsync(inFile: true);
        await using var other = await StartAsync(inFile: true);
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
        await other.RevokeTokensAsync(server.Credentials.ConductorOne.ClientId);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));

        using var second = Caller.With(server, "Bearer", other.Credentials.ConductorOne.AccessToken);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(second));
        await ExecuteAsync("DELETE FROM access_tokens");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revoke_WhileOthersCall_IsNeverForgotten(bool inFile)
    {
        await using var server = await StartAsync(inFile);
        for (var round = 0; round < 30; round++)
        {
            var client = await server.AddClientAsync($"auditor{round}");
            using var caller = Caller.With(server, "Bearer", client.AccessToken);
            using var stop = new CancellationTokenSource();
            var calling = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await caller.PostAsync(Terminate, "{}");
                    await caller.GetAsync(Automations);
                }
            }));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
            await server.RevokeTokensAsync(client.ClientId);
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
            await stop.CancelAsync();
            await calling;
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(caller));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/api/v1/automation_executions/x/actions/terminate", "{}")]
    [InlineData("/api/v1/automation_executions/5/actions/terminate", "{}")]
    [InlineData(Terminate, "no message")]
    public async Task Terminate_RefusedAndItsTokenRevokedByAnotherProgram_IsUnauthorized(string path, string body)
    {
        await using var server = await StartAsync(inFile: true);
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
        var refused = (await caller.PostAsync(path, body)).Status;
        Assert.True(refused is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{refused}");
        await ExecuteAsync("DELETE FROM access_tokens");
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.PostAsync(path, body)).Status);
        Assert.False(server.Journal.Entries[^1].WasHandled);
    }

    [Fact]
    public async Task Terminate_AnotherProgramHasSetSomethingOff_BringsItsExecutionsFirst()
    {
        await using var server = await StartAsync(inFile: true);
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
        await ExecuteAsync("INSERT INTO breaker_intake (automation_id, every_ms, next_at) VALUES ('aut_runaway', 3600000, 1)");
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Terminate, "{}")).Status);
        Assert.True(server.Composition.Database.Read(session => session.Integer("SELECT MAX(next_at) FROM breaker_intake")) > 1);
    }

    [Fact]
    public async Task Terminate_RevokedByAnotherProgram_ChangesNothing()
    {
        await using var server = await StartAsync(inFile: true);
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(caller));
        await ExecuteAsync("DELETE FROM access_tokens");
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate", "{}")).Status);
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", server.State.Execution(9_007_199_254_740_993).State);
    }

    // What reads looks the caller up in a file, what terminates remembers it.
    private static async Task<HttpStatusCode> StatusAsync(Caller caller)
    {
        var first = (await caller.PostAsync(Terminate, "{}")).Status;
        Assert.Equal((first, first), ((await caller.GetAsync(Automations)).Status, (await caller.PostAsync(Terminate, "{}")).Status));
        return first;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var program = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False");
        await program.OpenAsync();
        await using var command = program.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    private Task<ReferenceServer> StartAsync(bool inFile) =>
        ReferenceServer.StartAsync(new() { SeedPaused = 0, StateFile = inFile ? _folder.File("state.db") : null });
}
