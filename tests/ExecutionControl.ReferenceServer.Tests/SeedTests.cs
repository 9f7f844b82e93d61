using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests;

public sealed class SeedTests
{
    private const string Search = "/api/v1/search/all_automation_executions";

    [Fact]
    public async Task Seed_IsWhatTheDocumentationSays()
    {
        await using var server = await ReferenceServer.StartAsync();
        var state = server.State;
        Assert.Equal((240, true), (state.Automation("aut_runaway").PausedCount, state.Automation("aut_runaway").IsTripped));
        Assert.Equal((12_000, true), (state.Automation("aut_backlog").PausedCount, state.Automation("aut_backlog").IsTripped));
        Assert.Equal((0, false), (state.Automation("aut_nightly").PausedCount, state.Automation("aut_nightly").IsTripped));
        Assert.Equal(("aut_nightly", "AUTOMATION_EXECUTION_STATE_PROCESS_STEP"), (state.Execution(9_007_199_254_740_993).AutomationId, state.Execution(9_007_199_254_740_993).State));
        Assert.Equal(("aut_nightly", "AUTOMATION_EXECUTION_STATE_DONE"), (state.Execution(839_265).AutomationId, state.Execution(839_265).State));
        Assert.Equal(["PAUSED", "ACTIVE", "COMPLETE", "PAUSED"], new long[] { 101, 102, 103, 104 }.Select(id => state.AgentRun(id).Status));
        Assert.Equal(["running", "paused", "completed", "waiting_for_input"], Enumerable.Range(1, 4).Select(n => state.KubiyaExecution(KubiyaId(n)).Status));
        Assert.Empty(state.AuditRows);
    }

    [Fact]
    public async Task Seed_OfTwoServersAtOneTime_IsEqualOnTheWire()
    {
        await using var first = await ReferenceServer.StartAsync(new() { TimeProvider = new ManualTimeProvider() });
        await using var second = await ReferenceServer.StartAsync(new() { TimeProvider = new ManualTimeProvider() });
        Assert.Equal(await EverythingAsync(first), await EverythingAsync(second));
    }

    [Fact]
    public async Task Seed_RunningExecution_StaysRunning()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", server.State.Execution(9_007_199_254_740_993).State);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task Seed_FirstCallSearchesForIt_IsFound()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var found = await caller.PostAsync(Search, """{"automationTemplateIds":["aut_backlog"],"pageSize":1}""");
        Assert.Contains("2012000", found.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_FirstCallIsRefused_IsThereAllTheSame()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.PostAsync("/api/v1/automation_executions/5/actions/terminate", "{}")).Status);
        Assert.Equal(12_000, server.State.Automation("aut_backlog").PausedCount);
    }

    [Fact]
    public async Task Seed_KeptAndPutBackBeforeAnybodyLooks_IsWhole()
    {
        await using var server = await ReferenceServer.StartAsync();
        await server.SaveSnapshotAsync("start");
        await server.ResetAsync();
        await server.ResetAsync();
        await server.RestoreSnapshotAsync("start");
        Assert.Equal((240, 12_000), (server.State.Automation("aut_runaway").PausedCount, server.State.Automation("aut_backlog").PausedCount));
        await server.ResetAsync();
        Assert.Equal((240, 12_000), (server.State.Automation("aut_runaway").PausedCount, server.State.Automation("aut_backlog").PausedCount));
    }

    [Fact]
    public async Task State_UnknownIds_AreSaidToBeMissing()
    {
        await using var server = await ReferenceServer.StartAsync();
        Assert.Contains("aut_none", Assert.Throws<KeyNotFoundException>(() => server.State.Automation("aut_none")).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => server.State.Execution(1));
        Assert.Throws<KeyNotFoundException>(() => server.State.AgentRun(1));
        Assert.Throws<KeyNotFoundException>(() => server.State.KubiyaExecution("x"));
    }

    private static async Task<List<string>> EverythingAsync(ReferenceServer server)
    {
        using var conductorOne = Caller.ConductorOne(server);
        using var codegen = Caller.Codegen(server);
        using var kubiya = Caller.Kubiya(server);
        List<string> bodies =
        [
            (await conductorOne.GetAsync("/api/v1/automations")).Body,
            (await codegen.GetAsync("/v1/organizations/42/agent/runs")).Body,
            (await kubiya.GetAsync("/api/v1/executions")).Body,
        ];
        var token = "";
        do
        {
            var page = await conductorOne.PostAsync(Search, $$"""{"pageSize":100,"pageToken":"{{token}}"}""");
            bodies.Add(page.Body);
            token = page.Json.GetProperty("nextPageToken").GetString()!;
        }
        while (token.Length > 0);
        Assert.Equal(3 + 123, bodies.Count);
        return bodies;
    }

    private static string KubiyaId(int n) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{n}{n}{n}{n}{n}{n}{n}{n}-{n}{n}{n}{n}-4{n}{n}{n}-8{n}{n}{n}-{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}{n}");
}
