using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Codegen;

public sealed class AgentRunTests
{
    private const string Organization = "/v1/organizations/42/agent/";
    private const string Resume = Organization + "run/resume";
    private const string Pixel = "data:image/png;base64,iVBORw0KGgo=";

    [Theory]
    [InlineData(101)]
    [InlineData(104)]
    public async Task Resume_PausedRun_TakesOnePromptAndIsActive(long run)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var answer = await caller.PostAsync(Resume, $$"""{"agent_run_id":{{run}},"prompt":"go on","images":["{{Pixel}}"],"extra":1}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(run, answer.Json.GetProperty("id").GetInt64());
        Assert.Equal(42, answer.Json.GetProperty("organization_id").GetInt64());
        Assert.Equal("ACTIVE", answer.Json.GetProperty("status").GetString());
        Assert.Equal(("ACTIVE", 2), (server.State.AgentRun(run).Status, server.State.AgentRun(run).PromptCount));
        Assert.Equal(run == 104 ? "SETUP_COMMANDS" : "SLACK", answer.Json.GetProperty("source_type").GetString());
    }

    [Fact]
    public async Task Resume_Twice_IsRefusedTheSecondTime()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        await caller.PostAsync(Resume, """{"agent_run_id":101,"prompt":"go on"}""");
        AssertInvalid(await caller.PostAsync(Resume, """{"agent_run_id":101,"prompt":"go on"}"""), """["body","agent_run_id"]""", "value_error");
        Assert.Equal(2, server.State.AgentRun(101).PromptCount);
    }

    [Theory]
    [InlineData(102, "ACTIVE")]
    [InlineData(103, "COMPLETE")]
    public async Task Resume_RunThatIsNotPaused_IsRefusedAndUnchanged(long run, string status)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var answer = await caller.PostAsync(Resume, $$"""{"agent_run_id":{{run}},"prompt":"go on"}""");
        AssertInvalid(answer, """["body","agent_run_id"]""", "value_error");
        Assert.Contains(status, answer.Body, StringComparison.Ordinal);
        Assert.Equal((status, 1), (server.State.AgentRun(run).Status, server.State.AgentRun(run).PromptCount));
    }

    [Theory]
    [InlineData(null, """["body"]""", "missing")]
    [InlineData("null", """["body"]""", "missing")]
    [InlineData("[]", """["body"]""", "model_attributes_type")]
    [InlineData("""{"agent_run_id":101}""", """["body","prompt"]""", "missing")]
    [InlineData("""{"prompt":"x"}""", """["body","agent_run_id"]""", "missing")]
    [InlineData("""{"agent_run_id":101,"prompt":5}""", """["body","prompt"]""", "string_type")]
    [InlineData("""{"agent_run_id":101,"prompt":null}""", """["body","prompt"]""", "string_type")]
    [InlineData("""{"agent_run_id":101,"prompt":"\ud800"}""", """["body","prompt"]""", "string_unicode")]
    [InlineData("""{"agent_run_id":null,"prompt":"x"}""", """["body","agent_run_id"]""", "int_type")]
    [InlineData("""{"agent_run_id":[],"prompt":"x"}""", """["body","agent_run_id"]""", "int_type")]
    [InlineData("""{"agent_run_id":"x","prompt":"x"}""", """["body","agent_run_id"]""", "int_parsing")]
    [InlineData("""{"agent_run_id":1.5,"prompt":"x"}""", """["body","agent_run_id"]""", "int_from_float")]
    [InlineData("""{"agent_run_id":101,"prompt":"x","images":"x"}""", """["body","images"]""", "list_type")]
    [InlineData("""{"agent_run_id":101,"prompt":"x","images":[7]}""", """["body","images",0]""", "string_type")]
    [InlineData("""{"agent_run_id":101,"prompt":"x","images":["data:image/png;base64,iVBORw0KGgo=","https://example.com/a.png"]}""", """["body","images",1]""", "value_error")]
    [InlineData("""{"agent_run_id":101,"prompt":"x","images":["data:image/png,abc"]}""", """["body","images",0]""", "value_error")]
    [InlineData("""{"agent_run_id":101,"prompt":"x","images":["data:image/png;base64,***"]}""", """["body","images",0]""", "value_error")]
    [InlineData("""{"agent_run_id":101,"prompt":"x","images":["data:image/png;base64,"]}""", """["body","images",0]""", "value_error")]
    [InlineData("""{"agent_run_id":101,"prompt":"x" ]""", """["body",33]""", "json_invalid")]
    public async Task Resume_BadBody_NamesItsPlace(string? body, string location, string type)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        AssertInvalid(await caller.PostAsync(Resume, body), location, type);
        Assert.Equal(("PAUSED", 1), (server.State.AgentRun(101).Status, server.State.AgentRun(101).PromptCount));
    }

    [Fact]
    public async Task Resume_SeveralFaults_AreAllNamed()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var answer = await caller.PostAsync("/v1/organizations/mine/agent/run/resume", "{}");
        Assert.Equal(
            """
            {"detail":[{"type":"int_parsing","loc":["path","org_id"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"mine"},{"type":"missing","loc":["body","agent_run_id"],"msg":"Field required","input":{}},{"type":"missing","loc":["body","prompt"],"msg":"Field required","input":{}}]}
            """,
            answer.Body);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnprocessableEntity)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnprocessableEntity)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/vnd.codegen+json", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Resume_ContentType_DecidesWhetherTheBodyIsRead(string? contentType, HttpStatusCode status)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        Assert.Equal(status, (await caller.PostAsync(Resume, """{"agent_run_id":"101","prompt":"x"}""", contentType)).Status);
    }

    [Fact]
    public async Task Resume_FieldNameThatIsNoText_IsIgnored()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        AssertInvalid(await caller.PostAsync(Resume, """{"\ud800 ":"","prompt":"x"}"""), """["body","agent_run_id"]""", "missing");
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Resume, """{"\ud800gent_run_id":"","prompt":"x","agent_run_id":5,"agent_run_id":101}""")).Status);
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    [InlineData("1e300")]
    public async Task Resume_UnknownRun_IsNotFound(string run)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var answer = await caller.PostAsync(Resume, $$"""{"agent_run_id":{{run}},"prompt":"x"}""");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("""{"message":"Agent run not found.","status_code":404}""", answer.Body);
    }

    [Fact]
    public async Task AnyOperation_OtherOrganization_IsForbidden()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        foreach (var answer in new[]
        {
            await caller.PostAsync("/v1/organizations/43/agent/run/resume", """{"agent_run_id":101,"prompt":"x"}"""),
            await caller.PostAsync("/v1/organizations/43/agent/run/ban", """{"agent_run_id":101}"""),
            await caller.PostAsync("/v1/organizations/43/agent/run/unban", """{"agent_run_id":101}"""),
            await caller.GetAsync("/v1/organizations/43/agent/run/101"),
            await caller.GetAsync("/v1/organizations/43/agent/runs"),
        })
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Equal("""{"message":"You do not have access to this organization.","status_code":403}""", answer.Body);
        }

        Assert.Equal("PAUSED", server.State.AgentRun(101).Status);
    }

    [Fact]
    public async Task Ban_StopsEveryAgentOfThePullRequest()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Organization + "run/ban", """{"agent_run_id":102,"before_card_order_id":null}""")).Status);
        Assert.Equal(["STOPPED", "STOPPED", "COMPLETE", "PAUSED"], new long[] { 101, 102, 103, 104 }.Select(id => server.State.AgentRun(id).Status));
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Organization + "run/unban", """{"agent_run_id":102}""")).Status);
        Assert.Equal("STOPPED", server.State.AgentRun(102).Status);
    }

    [Theory]
    [InlineData("ban")]
    [InlineData("unban")]
    public async Task BanAndUnban_UnknownRunOrBadBody_IsRefused(string operation)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        Assert.Equal(HttpStatusCode.NotFound, (await caller.PostAsync(Organization + "run/" + operation, """{"agent_run_id":999}""")).Status);
        AssertInvalid(
            await caller.PostAsync(Organization + "run/" + operation, """{"agent_run_id":101,"after_card_order_id":5}"""),
            """["body","after_card_order_id"]""", "string_type");
    }

    [Fact]
    public async Task Get_Run_HasItsPullRequest()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var run = (await caller.GetAsync(Organization + "run/103")).Json;
        Assert.Equal("COMPLETE", run.GetProperty("status").GetString());
        Assert.Equal(7003, run.GetProperty("github_pull_requests")[0].GetProperty("id").GetInt64());
        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync(Organization + "run/999")).Status);
        AssertInvalid(await caller.GetAsync(Organization + "run/x"), """["path","agent_run_id"]""", "int_parsing");
    }

    [Theory]
    [InlineData("", "104,102,101,103", 1, 100, 1)]
    [InlineData("?limit=2", "104,102", 1, 2, 2)]
    [InlineData("?limit=2&skip=2", "101,103", 2, 2, 2)]
    [InlineData("?skip=9", "", 1, 100, 1)]
    public async Task List_Pages_AreNewestFirst(string query, string ids, int page, int size, int pages)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var answer = (await caller.GetAsync(Organization + "runs" + query)).Json;
        Assert.Equal(ids, string.Join(',', answer.GetProperty("items").EnumerateArray().Select(run => run.GetProperty("id").GetInt64())));
        Assert.Equal((4, page, size, pages), (
            answer.GetProperty("total").GetInt32(), answer.GetProperty("page").GetInt32(), answer.GetProperty("size").GetInt32(),
            answer.GetProperty("pages").GetInt32()));
    }

    [Theory]
    [InlineData("source_type=SLACK", 1)]
    [InlineData("source_type=JIRA", 0)]
    [InlineData("user_id=7", 4)]
    [InlineData("user_id=8", 0)]
    public async Task List_Filters_AreApplied(string query, int total)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        Assert.Equal(total, (await caller.GetAsync(Organization + "runs?" + query)).Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("limit=0", "limit", "greater_than_equal")]
    [InlineData("limit=101", "limit", "less_than_equal")]
    [InlineData("limit=99999999999999999999", "limit", "less_than_equal")]
    [InlineData("skip=-1", "skip", "greater_than_equal")]
    [InlineData("skip=x", "skip", "int_parsing")]
    [InlineData("user_id=", "user_id", "int_parsing")]
    [InlineData("user_id=11111111111111111111111111111111111111111", "user_id", "int_parsing_size")]
    [InlineData("source_type=slack", "source_type", "enum")]
    [InlineData("source_type=", "source_type", "enum")]
    public async Task List_BadQuery_IsRefused(string query, string name, string type)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        AssertInvalid(await caller.GetAsync(Organization + "runs?" + query), $"""["query","{name}"]""", type);
    }

    [Fact]
    public async Task List_RefusedValues_AreRepeatedWithWhatWasExpected()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var faults = (await caller.GetAsync(Organization + "runs?limit=101&source_type=EMAIL")).Json.GetProperty("detail");
        var expected = faults.EnumerateArray().Select(fault => (fault.GetProperty("input").GetRawText(), fault.GetProperty("ctx").GetRawText())).ToList();
        Assert.Equal(
            [
                ("\"EMAIL\"", """{"expected":"'LOCAL', 'SLACK', 'GITHUB', 'GITHUB_CHECK_SUITE', 'GITHUB_PR_REVIEW', 'LINEAR', 'API', 'CHAT', 'JIRA', 'CLICKUP', 'MONDAY' or 'SETUP_COMMANDS'"}"""),
                ("\"101\"", """{"le":100}"""),
            ],
            expected);
    }

    [Theory]
    [InlineData("""{"agent_run_id":11111111111111111111111111111111111111111,"prompt":"go"}""", """["body","agent_run_id"]""", "int_parsing_size")]
    [InlineData("""{"agent_run_id":"11111111111111111111111111111111111111111","prompt":"go"}""", """["body","agent_run_id"]""", "int_parsing_size")]
    [InlineData("""{"agent_run_id":101,"prompt":"\ud800"}""", """["body","prompt"]""", "string_unicode")]
    public async Task Resume_ValuesBeyondReason_AreRefused(string body, string location, string type)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        AssertInvalid(await caller.PostAsync(Resume, body), location, type);
    }

    [Fact]
    public async Task Resume_MoreThanAThousandImages_AreRefusedAndNotRepeatedWhole()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var images = string.Join(',', Enumerable.Repeat("\"data:image/png;base64,AAAA\"", 1001));
        var answer = await caller.PostAsync(Resume, $$"""{"agent_run_id":101,"prompt":"go","images":[{{images}}]}""");
        AssertInvalid(answer, """["body","images"]""", "too_long");
        Assert.InRange(answer.Body.Length, 1, 10_000);
    }

    private static void AssertInvalid(Answer answer, string location, string type)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var fault = Assert.Single(answer.Json.GetProperty("detail").EnumerateArray());
        Assert.Equal(location, fault.GetProperty("loc").GetRawText());
        Assert.Equal(type, fault.GetProperty("type").GetString());
        Assert.NotEmpty(fault.GetProperty("msg").GetString()!);
    }
}
