using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

/// <summary>What sets automations off is seen by the next request, whoever changed it and however: in memory it is remembered when that is next.</summary>
public sealed class IntakeTests : IDisposable
{
    private const string Nightly = "/api/v1/automations/aut_nightly";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paused_WhateverChangesIt_IsUpToDateInTheNextAnswer(bool inFile)
    {
        await using var server = await StartAsync(inFile);
        using var caller = Caller.ConductorOne(server);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        Assert.Equal(0, await PausedAsync(caller));
        await server.RunAwayAsync("aut_nightly", Second);
        Assert.Equal(0, await PausedAsync(caller));
        server.Clock.Advance(2 * Second);
        Assert.Equal(2, await PausedAsync(caller));
        await server.SaveSnapshotAsync("here");

        // A disabled automation is set off by nothing, and passes over what came meanwhile.
        await caller.PostAsync(Nightly, """{"automation":{"enabled":false},"updateMask":"enabled"}""");
        server.Clock.Advance(Second);
        Assert.Equal(2, await PausedAsync(caller));
        await caller.PostAsync(Nightly, """{"automation":{"enabled":true},"updateMask":"enabled"}""");
        Assert.Equal(2, await PausedAsync(caller));
        server.Clock.Advance(Second);
        Assert.Equal(3, await PausedAsync(caller));

        await control.SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(server.Url, "/_control/rules")));
        server.Clock.Advance(Second);
        Assert.Equal(3, await PausedAsync(caller));
        await server.RestoreSnapshotAsync("here");
        Assert.Equal(2 + 3, await PausedAsync(caller));
        await server.ResetAsync();
        server.Clock.Advance(Second);
        Assert.Equal(0, await PausedAsync(caller));
    }

    [Fact]
    public async Task Terminate_InTheMiddleOfARunaway_KeepsNothingFromComing()
    {
        await using var server = await StartAsync(inFile: false);
        using var caller = Caller.ConductorOne(server);
        await server.RunAwayAsync("aut_nightly", Second);
        for (var round = 1; round <= 3; round++)
        {
            await caller.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate");
            server.Clock.Advance(Second);
            Assert.Equal(round, await PausedAsync(caller));
        }
    }

    [Fact]
    public async Task Paused_AnotherServerLetsItRunAway_IsSeenByBoth()
    {
        await using var server = await StartAsync(inFile: true);
        await using var other = await StartAsync(inFile: true);
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(0, await PausedAsync(caller));
        await other.RunAwayAsync("aut_nightly", Second);
        server.Clock.Set(other.Clock.GetUtcNow() + (2 * Second));
        Assert.Equal(2, await PausedAsync(caller));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> PausedAsync(Caller caller) => (await caller.PostAsync(
        "/api/v1/search/all_automation_executions",
        """{"automationTemplateIds":["aut_nightly"],"executionStates":["AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"]}"""))
        .Json.GetProperty("list").GetArrayLength();

    private async Task<ReferenceServer> StartAsync(bool inFile)
    {
        var server = await ReferenceServer.StartAsync(new() { SeedPaused = 0, StateFile = inFile ? _folder.File("state.db") : null });
        server.Clock.Freeze();
        return server;
    }
}
