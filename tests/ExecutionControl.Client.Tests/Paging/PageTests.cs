using System.Globalization;
using System.Text.Json.Nodes;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Paging;

public sealed class PageTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task SearchExecutionsAsync_FirstRowIsEnough_AsksForOnePage()
    {
        await using var server = new ScriptedServer(Page("1", "next"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await foreach (var execution in client.SearchExecutionsAsync())
        {
            Assert.Equal("1", execution.Id);
            break;
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SearchExecutionsAsync_CursorComesBack_EndsInAnErrorInsteadOfNever()
    {
        await using var server = new ScriptedServer(Page("1", "a"), Page("2", "b"), Page("3", "a"));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var seen = new List<string>();

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(async () =>
        {
            await foreach (var execution in client.SearchExecutionsAsync())
            {
                seen.Add(execution.Id);
            }
        });

        Assert.Equal(["1", "2", "3"], seen);
        Assert.Contains("cursor", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SearchExecutionsAsync_Filter_IsSentAsTheServiceWritesIt()
    {
        await using var server = new ScriptedServer(Page("1", string.Empty));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await foreach (var _ in client.SearchExecutionsAsync(new AutomationExecutionFilter { AutomationIds = ["aut_1"], States = [AutomationExecutionState.Waiting] }))
        {
        }

        Assert.Equal(
            """{"automationTemplateIds":["aut_1"],"executionStates":["AUTOMATION_EXECUTION_STATE_WAITING"],"pageSize":100}""",
            Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task ListAsync_NewRowsPushOthersOn_YieldsEachOnce()
    {
        var all = Enumerable.Range(0, 150).Select(Number).ToList();
        await using var server = new ScriptedServer(request => Executions(request.Path.Contains("skip=0", StringComparison.Ordinal)
            ? all.Take(100)
            : all.Skip(98)));
        using var client = TestClients.Kubiya(server.Url, _clock);
        var seen = new List<string>();

        await foreach (var execution in client.ListAsync(ExecutionStatus.Running))
        {
            seen.Add(execution.Id);
        }

        Assert.Equal(all, seen);
        Assert.All(server.Requests, request => Assert.Contains("status_filter=running", request.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListAsync_ServiceIgnoresTheOffset_EndsInAnErrorInsteadOfNever()
    {
        await using var server = new ScriptedServer(Executions(Enumerable.Range(0, 100).Select(Number)));
        using var client = TestClients.Kubiya(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(async () =>
        {
            await foreach (var _ in client.ListAsync())
            {
            }
        });

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_RowsWithoutAnId_EndsInTheServicesFault()
    {
        await using var server = new ScriptedServer(request => Reply.Json(request.Path switch
        {
            ['/', 'v', '1', '/', ..] => """{ "items": [ { "organization_id": 42 } ] }""",
            "/api/v1/search/all_automation_executions" => """{ "list": [ { "automationExecution": { "state": "x" } } ], "nextPageToken": "" }""",
            _ when request.Path.StartsWith("/api/v1/automations", StringComparison.Ordinal) => """{ "list": [ {} ], "nextPageToken": "" }""",
            _ => "[ {} ]",
        }));
        using var conductorOne = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);
        using var codegen = TestClients.Codegen(server.Url, _clock, options => options.Retry.MaxAttempts = 1);
        using var kubiya = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        foreach (var list in (Func<Task>[])
            [() => conductorOne.SearchExecutionsAsync().CountAsync().AsTask(), () => conductorOne.ListAutomationsAsync().CountAsync().AsTask(),
             () => codegen.ListAsync().CountAsync().AsTask(), () => kubiya.ListAsync().CountAsync().AsTask()])
        {
            var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(list);
            Assert.Contains("has no id", exception.Message, StringComparison.Ordinal);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Reply Executions(IEnumerable<string> ids) =>
        Reply.Json(new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id, ["status"] = "running" })]).ToJsonString());

    private static Reply Page(string id, string next) => Reply.Json(
        new JsonObject
        {
            ["list"] = new JsonArray(new JsonObject { ["automationExecution"] = new JsonObject { ["id"] = id } }),
            ["nextPageToken"] = next,
        }.ToJsonString());
}
