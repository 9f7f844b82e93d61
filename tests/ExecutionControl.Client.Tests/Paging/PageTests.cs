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
    public async Task ListAutomationExecutionsAsync_FirstRowIsEnough_AsksForOnePage()
    {
        await using var server = new ScriptedServer(Page("1", "next"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await foreach (var execution in client.ListAutomationExecutionsAsync())
        {
            Assert.Equal("1", execution.Id);
            break;
        }

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ListAutomationExecutionsAsync_CursorComesBack_EndsInAnErrorInsteadOfNever()
    {
        await using var server = new ScriptedServer(Page("1", "a"), Page("2", "b"), Page("3", "a"));
        using var client = TestClients.ConductorOne(server.Url, _clock);
        var seen = new List<string>();

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(async () =>
        {
            await foreach (var execution in client.ListAutomationExecutionsAsync())
            {
                seen.Add(execution.Id);
            }
        });

        Assert.Equal(["1", "2", "3"], seen);
        Assert.Contains(": the service gave a page cursor that it had given before, so the list is not complete. ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAutomationExecutionsAsync_Filter_IsSentAsTheServiceWritesIt()
    {
        await using var server = new ScriptedServer(Page("1", string.Empty));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await foreach (var _ in client.ListAutomationExecutionsAsync(new AutomationExecutionFilter { AutomationIds = ["aut_1"], States = [AutomationExecutionState.Waiting] }))
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
        await using var server = new ScriptedServer(request => Executions(SkipOf(request) switch
        {
            0 => all.Take(100),
            100 => all.Skip(98),
            _ => [],
        }));
        using var client = TestClients.Kubiya(server.Url, _clock);
        var seen = new List<string>();

        await foreach (var execution in client.ListExecutionsAsync(new KubiyaExecutionFilter { State = KubiyaExecutionState.Running }))
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

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(async () =>
        {
            await foreach (var _ in client.ListExecutionsAsync())
            {
            }
        });

        Assert.Contains(": the service gave the same page twice, so the list is not complete. ", exception.Message, StringComparison.Ordinal);
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
            [() => conductorOne.ListAutomationExecutionsAsync().CountAsync().AsTask(), () => conductorOne.ListAutomationsAsync().CountAsync().AsTask(),
             () => codegen.ListAgentRunsAsync().CountAsync().AsTask(), () => kubiya.ListExecutionsAsync().CountAsync().AsTask()])
        {
            var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(list);
            Assert.Contains("has no id", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 4)]
    public async Task ListAsync_ServiceGivesFewerThanAsked_YieldsAllOfThem(bool withTotal, int requests)
    {
        await using var server = new ScriptedServer(request => Runs(Enumerable.Range(1, 120).Skip(SkipOf(request)).Take(50), withTotal ? 120 : null));
        using var client = TestClients.Codegen(server.Url, _clock);

        Assert.Equal(120, await client.ListAgentRunsAsync().CountAsync());
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_ServiceKnowsNoOffsetAndGivesAFew_EndsWithThose()
    {
        await using var server = new ScriptedServer(Executions(Enumerable.Range(0, 3).Select(Number)));
        using var client = TestClients.Kubiya(server.Url, _clock);

        Assert.Equal(3, await client.ListExecutionsAsync().CountAsync());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_ServiceKnowsNoOffsetAndSaysThatThereAreMore_EndsInAnError()
    {
        await using var server = new ScriptedServer(Runs(Enumerable.Range(1, 50), 120));
        using var client = TestClients.Codegen(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ListAgentRunsAsync().CountAsync().AsTask());
    }

    [Fact]
    public async Task ListAsync_TotalIsWrong_GoesOnToAnEmptyPage()
    {
        await using var server = new ScriptedServer(request => Runs(Enumerable.Range(1, 120).Skip(SkipOf(request)).Take(50), 7));
        using var client = TestClients.Codegen(server.Url, _clock);

        Assert.Equal(120, await client.ListAgentRunsAsync().CountAsync());
    }

    [Fact]
    public async Task ListAutomationExecutionsAsync_EmptyPagesWithEverNewCursors_EndsInAnError()
    {
        await using var server = new ScriptedServer(request => Reply.Json($$"""{"list":[],"nextPageToken":"t{{request.Number}}"}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ListAutomationExecutionsAsync().CountAsync().AsTask());

        Assert.Contains(": the service gave 10 pages in a row without a row in them, and a cursor for more, so the list may not be complete. ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(10, server.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task ListAutomationExecutionsAsync_PagesGoRoundWithEverNewCursors_EndsInAnError(int circle)
    {
        await using var server = new ScriptedServer(request => Page(Number(request.Number % circle), $"t{Number(request.Number)}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ListAutomationExecutionsAsync().CountAsync().AsTask());

        Assert.Contains(": the service gave the same page twice, so the list is not complete. ", exception.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, circle + 1, 4 * circle);
    }

    [Theory]
    [InlineData(8192, false)]
    [InlineData(8193, true)]
    public async Task ListAutomationExecutionsAsync_CursorLongerThanAny_EndsInAnError(int length, bool isAnError)
    {
        await using var server = new ScriptedServer(Page("1", new string('c', length)), Page("2", string.Empty));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var exception = await Record.ExceptionAsync(() => client.ListAutomationExecutionsAsync().CountAsync().AsTask());

        Assert.Equal(isAnError, (exception as ControlCallNotAppliedException)?.Message.Contains(": the service gave a page cursor longer than any is, so the list is not complete. ", StringComparison.Ordinal) is true);
        Assert.Equal(isAnError, exception is not null);
        Assert.Equal(isAnError ? 1 : 2, server.Requests.Count);
    }

    [Theory]
    [InlineData("a b c - c")]
    [InlineData("a b c b c b c b c b c b c")]
    [InlineData("a b c d e f d e f d e f d e f")]
    public async Task ListAutomationExecutionsAsync_PagesRepeatLater_EndsInAnError(string pages)
    {
        var ids = pages.Split(' ');
        await using var server = new ScriptedServer(request => ids[request.Number - 1] is var id && id == "-"
            ? Reply.Json($$"""{"list":[],"nextPageToken":"t{{Number(request.Number)}}"}""")
            : Page(id, request.Number == ids.Length ? string.Empty : $"t{Number(request.Number)}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ListAutomationExecutionsAsync().CountAsync().AsTask());
    }

    [Fact]
    public async Task ListAutomationExecutionsAsync_EmptyPagesNowAndThen_AreNoError()
    {
        await using var server = new ScriptedServer(request => request.Number switch
        {
            30 => Page("last", string.Empty),
            _ when request.Number % 10 == 0 => Page(Number(request.Number), $"t{Number(request.Number)}"),
            _ => Reply.Json($$"""{"list":[],"nextPageToken":"t{{Number(request.Number)}}"}"""),
        });
        using var client = TestClients.ConductorOne(server.Url, _clock);

        Assert.Equal(3, await client.ListAutomationExecutionsAsync().CountAsync());
    }

    [Theory]
    [InlineData("""{"nextPageToken":""}""")]
    [InlineData("""{"list":"none","nextPageToken":""}""")]
    public async Task ListAutomationExecutionsAsync_AnswerWithoutAList_IsNoEndOfTheList(string body)
    {
        await using var server = new ScriptedServer(Reply.Json(body));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ListAutomationExecutionsAsync().CountAsync().AsTask());
    }

    private static int SkipOf(ScriptedRequest request) =>
        int.Parse(System.Web.HttpUtility.ParseQueryString(request.Path[request.Path.IndexOf('?', StringComparison.Ordinal)..])["skip"]!, CultureInfo.InvariantCulture);

    private static Reply Runs(IEnumerable<int> ids, int? total) => Reply.Json(
        new JsonObject { ["items"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id, ["status"] = "ACTIVE" })]), ["total"] = total }.ToJsonString());

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
