using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.State;

public sealed class SeedDocumentTests
{
    private const string Seed =
        """
        {
          // A small world.
          "automations": [
            { "id": "aut_a", "trippedMinutesAgo": 5, "paused": 40, "failing": 2, "executions": [ { "id": "9007199254740995", "state": "WAITING" } ] },
            { "id": "aut_b", "paused": 3 },
          ],
          "agentRuns": [ { "id": 7, "status": "RUNNING", "pullRequest": 12 } ],
          "executions": [ { "id": "99999999-9999-4999-8999-999999999999", "status": "queued", "type": "TEAM" } ],
        }
        """;

    [Fact]
    public async Task Start_WithSeedFile_HoldsThatAlone_AndResetGoesBackToIt()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("seed.json"), Seed);
        await using var server = await ReferenceServer.StartAsync(new() { SeedFile = folder.File("seed.json") });
        using var caller = Caller.ConductorOne(server);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((40, true), (server.State.Automation("aut_a").PausedCount, server.State.Automation("aut_a").IsTripped));
            Assert.Equal((3, false), (server.State.Automation("aut_b").PausedCount, server.State.Automation("aut_b").IsTripped));
            Assert.Equal("AUTOMATION_EXECUTION_STATE_WAITING", server.State.Execution(9_007_199_254_740_995).State);
            Assert.Equal("RUNNING", server.State.AgentRun(7).Status);
            Assert.Equal("queued", server.State.KubiyaExecution("99999999-9999-4999-8999-999999999999").Status);
            Assert.Throws<KeyNotFoundException>(() => server.State.Automation("aut_runaway"));
            var answer = await caller.PostAsync("/api/v1/automations/aut_a/circuit_breaker/resolve_paused", """{"decision":1}""");
            Assert.Equal((38, 2), (answer.Json.GetProperty("pausedCount").GetInt32(), answer.Json.GetProperty("erroredCount").GetInt32()));
            await server.ResetAsync();
        }
    }

    [Fact]
    public async Task Seed_OverControl_TakesThePlaceOfEverything()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        Assert.Equal(HttpStatusCode.BadRequest, (await control.PostAsync("/_control/seed", """{"automations":[{"id":"a"},{"id":"a"}]}""")).Status);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(HttpStatusCode.NoContent, (await control.PostAsync("/_control/seed", Seed)).Status);
        Assert.Equal(40, server.State.Automation("aut_a").PausedCount);
    }

    [Theory]
    [InlineData("{", "cannot be used")]
    [InlineData("""{"automation":[]}""", "automation")]
    [InlineData("""{"automations":[{}]}""", "id")]
    [InlineData("""{"automations":[{"id":"a","paused":1,"failing":2}]}""", "failing")]
    [InlineData("""{"automations":[{"id":"a","executions":[{"id":1,"state":"LOST"}]}]}""", "LOST")]
    [InlineData("""{"executions":[{"id":"99999999-9999-4999-8999-999999999999","status":"asleep"}]}""", "asleep")]
    [InlineData("""{"agentRuns":[{"id":1},{"id":1}]}""", "two of agent run")]
    [InlineData("""{"automations":[null]}""", "null")]
    [InlineData("""{"automations":[{"id":"a","executions":[null]}]}""", "null")]
    [InlineData("""{"agentRuns":[null]}""", "null")]
    [InlineData("""{"executions":[null]}""", "null")]
    [InlineData("""{"automations":[{"id":"a","pausedEveryMs":9223372036854775807}]}""", "pausedEveryMs")]
    [InlineData("""{"automations":[{"id":"a","retripAfter":0}]}""", "retripAfter")]
    [InlineData("""{"automations":[{"id":"a","executions":[{"id":"9223372036854775807","state":"DONE"}]}]}""", "9223372036854775807")]
    public async Task Seed_ThatMakesNoSense_IsRefusedAndChangesNothing(string json, string reason)
    {
        await using var server = await ReferenceServer.StartAsync();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => server.SeedAsync(json));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task SeedPaused_ANumber_IsTheSizeOfTheBacklog()
    {
        await using var server = await ReferenceServer.StartAsync(new() { SeedPaused = 31 });
        Assert.Equal((31, 240), (server.State.Automation("aut_backlog").PausedCount, server.State.Automation("aut_runaway").PausedCount));
        await using var empty = await ReferenceServer.StartAsync(new() { SeedPaused = 0 });
        Assert.Equal(0, empty.State.Automation("aut_backlog").PausedCount);
    }

    [Fact]
    public async Task PausedEvery_TrippedBreaker_GoesOnCollectingUntilItIsCleared()
    {
        await using var server = await ReferenceServer.StartAsync(new() { PausedEvery = TimeSpan.FromSeconds(2), TokenLifetime = TimeSpan.FromDays(9) });
        server.Clock.Freeze();
        await server.ResetAsync();
        using var caller = Caller.ConductorOne(server);
        server.Clock.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(241, server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(0, server.State.Automation("aut_nightly").PausedCount);

        // Resolving does not close the breaker: new ones come.
        Assert.Equal(238, (await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""")).Json.GetProperty("pausedCount").GetInt32());
        server.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(13, (await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""")).Json.GetProperty("pausedCount").GetInt32());

        await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/clear", "{}");
        server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, false), (server.State.Automation("aut_runaway").PausedCount, server.State.Automation("aut_runaway").IsTripped));
        Assert.Equal(12_000 + 11 + 1800, server.State.Automation("aut_backlog").PausedCount);
    }
}
