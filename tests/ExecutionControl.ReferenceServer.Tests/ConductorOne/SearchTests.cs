using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class SearchTests
{
    private const string Path = "/api/v1/search/all_automation_executions";
    private const string PausedOfRunaway =
        """
        "automationTemplateIds":["aut_runaway"],"executionStates":["AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"]
        """;

    [Theory]
    [InlineData(null, 25)]
    [InlineData("{}", 25)]
    [InlineData("""{"pageSize":0}""", 25)]
    [InlineData("""{"pageSize":-4}""", 25)]
    [InlineData("""{"pageSize":"7"}""", 7)]
    [InlineData("""{"page_size":3.0}""", 3)]
    [InlineData("""{"pageSize":100}""", 100)]
    [InlineData("""{"pageSize":101}""", 100)]
    public async Task Search_PageSize_Is25ByDefaultAnd100AtMost(string? body, int count)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(count, (await caller.PostAsync(Path, body)).Json.GetProperty("list").GetArrayLength());
    }

    [Fact]
    public async Task Search_AllPages_GiveEachPausedExecutionOnceNewestFirst()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var ids = new List<long>();
        var token = "";
        do
        {
            var page = (await caller.PostAsync(Path, $$"""{{{PausedOfRunaway}},"pageSize":100,"pageToken":"{{token}}"}""")).Json;
            ids.AddRange(Ids(page));
            token = page.GetProperty("nextPageToken").GetString()!;
        }
        while (token.Length > 0);
        Assert.Equal(Enumerable.Range(1, 240).Select(n => 1_000_241L - n), ids);
    }

    [Fact]
    public async Task Search_ExactlyOnePage_HasNoNextPage()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var page = (await caller.PostAsync(Path, """{"automationTemplateIds":["aut_nightly"],"pageSize":2}""")).Json;
        Assert.Equal([9_007_199_254_740_993, 839_265], Ids(page));
        Assert.Equal("", page.GetProperty("nextPageToken").GetString());
    }

    [Fact]
    public async Task Search_StatesThatTimeBrings_AreFound()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":1}""");
        await caller.PostAsync("/api/v1/automation_executions/1000001/actions/terminate");

        Assert.Equal(100, await CountAsync("PENDING"));
        Assert.Equal(3, await CountAsync("PAUSED_BY_CIRCUIT_BREAKER"));
        Assert.Equal(0, await CountAsync("TERMINATE"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await CountAsync("PENDING"));
        Assert.Equal(100, await CountAsync("CREATING"));
        Assert.Equal(1, await CountAsync("TERMINATE"));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(100, await CountAsync("DONE"));
        Assert.Equal(1, await CountAsync("TERMINATE"));

        async Task<int> CountAsync(string state) => (await caller.PostAsync(
            Path, $$"""{"automationTemplateIds":["aut_runaway"],"executionStates":["AUTOMATION_EXECUTION_STATE_{{state}}"],"pageSize":100}"""))
            .Json.GetProperty("list").GetArrayLength();
    }

    [Theory]
    [InlineData("""{"automationTemplateIds":["aut_none"]}""", 0)]
    [InlineData("""{"automationTemplateIds":["' OR 1=1 --"]}""", 0)]
    [InlineData("""{"automationTemplateIds":null,"executionStates":[],"appIds":["app_none"]}""", 0)]
    [InlineData("""{"appIds":["app_directory"],"executionStates":["AUTOMATION_EXECUTION_STATE_DONE","AUTOMATION_EXECUTION_STATE_PROCESS_STEP"]}""", 2)]
    [InlineData("""{"subjectUserIds":["user_1"],"automationTemplateIds":["aut_nightly","aut_runaway"]}""", 5)]
    [InlineData("""{"executionStates":[6]}""", 1)]
    public async Task Search_Filters_AreAllApplied(string body, int count)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(count, (await caller.PostAsync(Path, body)).Json.GetProperty("list").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"executionStates":["DONE"]}""")]
    [InlineData("""{"executionStates":"AUTOMATION_EXECUTION_STATE_DONE"}""")]
    [InlineData("""{"automationTemplateIds":[1]}""")]
    [InlineData("""{"automationTemplateIds":[null]}""")]
    [InlineData("""{"pageSize":1.5}""")]
    [InlineData("""{"pageSize":4294967296}""")]
    [InlineData("""{"pageSize":true}""")]
    [InlineData("""{"pageToken":7}""")]
    [InlineData("""{"pageToken":"x"}""")]
    [InlineData("""{"pageToken":"ZXhlY3V0aW9uOng"}""")]
    public async Task Search_WrongTypes_AreInvalidArguments(string body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync(Path, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(3, answer.Json.GetProperty("code").GetInt32());
    }

    private static IEnumerable<long> Ids(JsonElement page) => page.GetProperty("list").EnumerateArray()
        .Select(view => long.Parse(view.GetProperty("automationExecution").GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
}
