using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.State;

public sealed class StateFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Pause = "/api/v1/executions/11111111-1111-4111-8111-111111111111/pause";

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_NewFile_IsForItsOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "made", "deeper", "state.db");
        await using var server = await ReferenceServer.StartAsync(new() { StateFile = file });
        using var caller = Caller.Kubiya(server);
        await caller.PostAsync(Pause);

        var files = Directory.GetFiles(Path.GetDirectoryName(file)!);
        Assert.Equal(["state.db", "state.db-shm", "state.db-wal"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, each => Assert.Equal(OwnerOnly, File.GetUnixFileMode(each)));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.Path, "made")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_FileThatOthersMayRead_IsTakenFromThem()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("state.db");
        await File.WriteAllBytesAsync(file, []);
        File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var server = await ReferenceServer.StartAsync(new() { StateFile = file });
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task Restart_KeepsStateTokensAndNonces()
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { StateFile = folder.File("state.db") };
        string token, form, authority;
        await using (var first = await ReferenceServer.StartAsync(options))
        {
            using var caller = Caller.Kubiya(first);
            await caller.PostAsync(Pause);
            var request = new TokenRequest(first);
            request.Form["client_assertion"] = request.Sign();
            (form, authority) = (request.Body(), first.Url.Authority);
            token = (await request.SendAsync()).Json.GetProperty("access_token").GetString()!;
        }

        await using var second = await ReferenceServer.StartAsync(options);
        Assert.Equal("paused", second.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
        using var again = Caller.With(second, "Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/api/v1/automations")).Status);

        // The same assertion again, as if the second server had the first one's address.
        using var replay = Caller.Nobody(second);
        var answer = await replay.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(second.Url, TokenRequest.Path))
        {
            Headers = { Host = authority },
            Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("used before", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateFile_HoldsNoToken()
    {
        using var folder = new TemporaryFolder();
        string token;
        await using (var server = await ReferenceServer.StartAsync(new() { StateFile = folder.File("state.db") }))
        {
            token = server.Credentials.ConductorOne.AccessToken;
        }

        var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.File("state.db")));
        Assert.Contains("aut_runaway", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token["sandbox-access-".Length..], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyServers_NewFiles_AllStart()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 12; round++)
        {
            var options = new ReferenceServerOptions { StateFile = folder.File($"{round}.db") };
            var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReferenceServer.StartAsync(options))));
            foreach (var server in servers)
            {
                Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
                await server.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task ManyServers_OneNewFile_SeedOnceAndShareAllThatHappens()
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { StateFile = folder.File("state.db") };
        var servers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => ReferenceServer.StartAsync(options))));
        try
        {
            Assert.All(servers, server => Assert.Equal(12_000, server.State.Automation("aut_backlog").PausedCount));
            const string Body = """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL"}""";
            var resolved = await Task.WhenAll(servers.Select(async server =>
            {
                using var caller = Caller.ConductorOne(server);
                return (await caller.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", Body)).Json.GetProperty("pausedCount").GetInt32();
            }));
            Assert.Equal(12_000, resolved.Sum());
            Assert.All(servers, server => Assert.Equal(0, server.State.Automation("aut_backlog").PausedCount));

            // A token of one opens the others.
            using var stranger = Caller.With(servers[0], "Bearer", servers[5].Credentials.ConductorOne.AccessToken);
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/api/v1/automations")).Status);
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Reset_PutsTheSeedBackAndKeepsTokens()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var conductorOne = Caller.ConductorOne(server);
        using var kubiya = Caller.Kubiya(server);
        using var codegen = Caller.Codegen(server);
        await conductorOne.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""");
        await conductorOne.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/clear", """{"decision":2}""");
        await kubiya.PostAsync(Pause);
        await codegen.PostAsync("/v1/organizations/42/agent/run/resume", """{"agent_run_id":101,"prompt":"x"}""");

        await server.ResetAsync();
        Assert.Equal((240, true), (server.State.Automation("aut_runaway").PausedCount, server.State.Automation("aut_runaway").IsTripped));
        Assert.Equal((12_000, true), (server.State.Automation("aut_backlog").PausedCount, server.State.Automation("aut_backlog").IsTripped));
        Assert.Equal("running", server.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
        Assert.Equal(("PAUSED", 1), (server.State.AgentRun(101).Status, server.State.AgentRun(101).PromptCount));
        Assert.Empty(server.State.AuditRows);
        var again = await conductorOne.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""");
        Assert.Equal("""{"erroredCount":3,"pausedCount":237}""", again.Body);
    }

    [Fact]
    public async Task Start_ForeignFile_IsRefusedAndUntouched()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("notes.txt");
        var text = string.Concat(Enumerable.Repeat("Not a database, but somebody's notes. ", 100));
        await File.WriteAllTextAsync(file, text);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => ReferenceServer.StartAsync(new() { StateFile = file }));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Start_OtherProgramsDatabase_IsRefusedAndUntouched()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("other.db");
        await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE automations (id TEXT)";
            await command.ExecuteNonQueryAsync();
        }

        var before = await File.ReadAllBytesAsync(file);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReferenceServer.StartAsync(new() { StateFile = file }));
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Start_FileOfAnotherLayout_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("state.db");
        await (await ReferenceServer.StartAsync(new() { StateFile = file })).DisposeAsync();
        await using (var later = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await later.OpenAsync();
            await using var command = later.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            await command.ExecuteNonQueryAsync();
        }

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => ReferenceServer.StartAsync(new() { StateFile = file }));
        Assert.Contains("99", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DROP TABLE clients; DROP TABLE tenants; DROP TABLE snapshots; DROP TABLE breaker_intake; PRAGMA user_version = 1")]
    [InlineData("DROP TABLE clients; DROP TABLE tenants; DROP TABLE snapshots; ALTER TABLE breaker_intake DROP COLUMN ran; ALTER TABLE breaker_intake DROP COLUMN retrip_after; PRAGMA user_version = 2")]
    [InlineData("DROP INDEX paused_executions; CREATE INDEX executions_by_state ON executions (automation_id, state); PRAGMA user_version = 3")]
    public async Task Start_FileOfAnEarlierLayout_IsBroughtToThePresentOne(string back)
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { StateFile = folder.File("state.db") };
        await using (var first = await ReferenceServer.StartAsync(options))
        {
            using var caller = Caller.Kubiya(first);
            await caller.PostAsync(Pause);
        }

        await using (var connection = new SqliteConnection($"Data Source={options.StateFile};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = back;
            await command.ExecuteNonQueryAsync();
        }

        await using (var second = await ReferenceServer.StartAsync(options))
        {
            Assert.Equal("paused", second.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);

            // Every layout has had it, and nothing ever set it.
            Assert.True(second.State.Automation("aut_nightly").IsEnabled);
            using var caller = Caller.ConductorOne(second);
            await caller.PostAsync("/api/v1/automations/aut_nightly", """{"automation":{"enabled":false},"updateMask":"enabled"}""");
        }

        await using var third = await ReferenceServer.StartAsync(options);
        Assert.False(third.State.Automation("aut_nightly").IsEnabled);
        await third.ResetAsync();
        Assert.Equal(240, third.State.Automation("aut_runaway").PausedCount);
        third.Clock.Freeze();
        await third.RunAwayAsync("aut_runaway", TimeSpan.FromSeconds(1));
        third.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(242, third.State.Automation("aut_runaway").PausedCount);
    }
}
