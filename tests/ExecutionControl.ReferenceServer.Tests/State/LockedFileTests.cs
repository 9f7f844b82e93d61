using System.Net;
using ExecutionControl.Reference.Tests.Fuzz;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.State;

public sealed class LockedFileTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";

    [Fact]
    public async Task Write_AnotherProcessHoldsTheFile_Is503AndOneLineWithTheRequestId()
    {
        using var folder = new TemporaryFolder();
        using var log = new ErrorLog();
        var file = folder.File("state.db");
        await using var server = await ReferenceServer.StartAsync(new() { StateFile = file, StatePatience = TimeSpan.FromSeconds(1), LoggerFactory = log });
        using var caller = Caller.ConductorOne(server);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        await using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        await other.OpenAsync();
        await using (other.BeginTransaction(deferred: false))
        {
            var answer = await caller.PostAsync(Resolve, """{"decision":2}""");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal(14, answer.Json.GetProperty("code").GetInt32());
            Assert.Contains("locked", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);

            // The worker in the background may say that it had to wait, too.
            var line = Assert.Single(log.Errors, each => each.Contains(answer.Header("x-request-id")!, StringComparison.Ordinal));
            Assert.Contains("ResolvePaused", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line);

            var reset = await control.PostAsync("/_control/reset");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, reset.Status);
            Assert.Single(log.Errors, each => each.Contains("/_control/reset", StringComparison.Ordinal));
        }

        // Let go, it is as if nothing had been.
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Resolve, """{"decision":2}""")).Status);
    }
}
