using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>How many executions are paused, in the list and the view of automations: counted by bounded searches, never guessed.</summary>
public sealed class PausedCountTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task List_FewArePaused_CountsAllByOneSearch()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });

        var document = (await RunAsync(server, "automations list -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal([("aut_backlog", 7, false), ("aut_nightly", 0, false), ("aut_runaway", 240, false)], Counts(document));
        Assert.Equal(3, server.Journal.Count(OperationNames.SearchAutomationExecutions));
    }

    [Fact]
    public async Task List_ThousandsArePaused_SaysAThousandOrMoreAndCountsTheOthers()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 2_000 });

        var document = (await RunAsync(server, "automations list -o json")).ShouldExitWith(0).OutputDocument();
        var table = (await RunAsync(server, "automations list")).ShouldExitWith(0).Output;

        Assert.Equal([("aut_backlog", 1000, true), ("aut_nightly", 0, false), ("aut_runaway", 240, false)], Counts(document));
        Assert.Matches(@"aut_backlog +tripped +1000\+ ", table);
        Assert.Matches("aut_runaway +tripped +240 ", table);
    }

    [Fact]
    public async Task Get_AfterTheBreakerIsClosed_StillShowsTheBacklog()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });
        (await RunAsync(server, "automations clear-breaker aut_runaway --yes")).ShouldExitWith(0);

        var document = (await RunAsync(server, "automations get aut_runaway -o json")).ShouldExitWith(0).OutputDocument();
        var view = (await RunAsync(server, "automations get aut_runaway")).ShouldExitWith(0).Output;

        Assert.False(document.GetProperty("circuitBreakerTripped").GetBoolean());
        Assert.Equal(240, document.GetProperty("pausedExecutions").GetProperty("count").GetInt32());
        Assert.Matches(@"Paused +240\n", view);
    }

    [Theory]
    [InlineData("automations list --paused", "aut_backlog aut_runaway")]
    [InlineData("automations list --paused --name contractors", "aut_runaway")]
    [InlineData("automations list --tripped --since 1h", "aut_runaway")]
    [InlineData("automations list --older-than 1h", "aut_backlog")]
    public async Task List_Filtered_KeepsThose(string line, string ids)
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });

        var document = (await RunAsync(server, line + " -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(ids.Split(' '), document.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task List_TheyCannotBeCounted_ShowsAutomationsAndSaysWhy()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.SearchAutomationExecutions, Status = 403 });

        var table = (await RunAsync(server, "automations list --paused")).ShouldExitWith(0);
        var document = (await RunAsync(server, "automations list -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(4, table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Matches(@"aut_nightly +closed +\? ", table.Output);
        Assert.Single(table.Error.Split("warning: ")[1..]);
        Assert.Contains("paused executions could not all be counted", table.Error, StringComparison.Ordinal);
        Assert.All(document.GetProperty("items").EnumerateArray(), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("pausedExecutions").ValueKind));
    }

    private static IEnumerable<(string? Id, int Count, bool IsLowerBound)> Counts(JsonElement document) => document.GetProperty("items").EnumerateArray()
        .Select(item => (item.GetProperty("id").GetString(), item.GetProperty("pausedExecutions")))
        .Select(item => (item.Item1, item.Item2.GetProperty("count").GetInt32(), item.Item2.GetProperty("lowerBound").GetBoolean()));

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
