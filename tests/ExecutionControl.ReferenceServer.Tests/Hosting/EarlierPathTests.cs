using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Hosting;

public sealed class EarlierPathTests
{
    [Theory]
    [InlineData("/api/v1/search/automation_executions")]
    [InlineData("/api/v1/automation_executions/search")]
    public async Task Search_EarlierPathAndRequest_FindsTheSame(string path)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var byAutomation = await caller.PostAsync(path, """{"automationTemplateId":"aut_nightly","executionStepStates":["AUTOMATION_EXECUTION_STATE_DONE"]}""");
        Assert.Equal("839265", Assert.Single(byAutomation.Json.GetProperty("list").EnumerateArray()).GetProperty("automationExecution").GetProperty("id").GetString());
        var byId = await caller.PostAsync(path, """{"executionId":"9007199254740993"}""");
        Assert.Equal("9007199254740993", Assert.Single(byId.Json.GetProperty("list").EnumerateArray()).GetProperty("automationExecution").GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync(path, """{"executionId":"9223372036854775808"}""")).Status);
        var all = await caller.PostAsync(path);
        Assert.Equal(25, all.Json.GetProperty("list").GetArrayLength());
        Assert.NotEqual("", all.Json.GetProperty("nextPageToken").GetString());
        Assert.Equal(4, server.Journal.Count(OperationNames.SearchAutomationExecutions));
    }

    [Theory]
    [InlineData("""{"refs":[{"id":"839265"},{"id":1000001},{"id":"5"}]}""", "1000001,839265")]
    [InlineData("""{"refs":[{"id":"839265"},{"id":1000001}],"automationTemplateId":"aut_nightly"}""", "839265")]
    [InlineData("""{"refs":[],"executionId":"839265"}""", "839265")]
    [InlineData("""{"query":"NIGHTLY access"}""", "9007199254740993,839265")]
    [InlineData("""{"query":"aut_nightly","executionStepStates":[6],"expandMask":{"paths":["*"]}}""", "839265")]
    [InlineData("""{"query":"0719925474099"}""", "9007199254740993")]
    [InlineData("""{"query":"nobody's"}""", "")]
    public async Task Search_EarlierRequest_Filters(string json, string ids)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var found = await caller.PostAsync("/api/v1/search/automation_executions", json);
        Assert.Equal(ids, string.Join(',', found.Json.GetProperty("list").EnumerateArray().Select(view => view.GetProperty("automationExecution").GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("""{"refs":{"id":"1"}}""")]
    [InlineData("""{"refs":["1"]}""")]
    [InlineData("""{"refs":[{"id":"x"}]}""")]
    [InlineData("""{"query":5}""")]
    [InlineData("""{"expandMask":"*"}""")]
    [InlineData("""{"expandMask":{"paths":[1]}}""")]
    public async Task Search_EarlierRequestOfWrongTypes_IsRefused(string json)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync("/api/v1/automation_executions/search", json)).Status);
    }

    [Fact]
    public async Task Resume_BetaPath_Resumes()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var answer = await caller.PostAsync("/v1/beta/organizations/42/agent/run/resume", """{"agent_run_id":101,"prompt":"go on"}""");
        Assert.Equal("ACTIVE", answer.Json.GetProperty("status").GetString());
        Assert.Equal(2, server.State.AgentRun(101).PromptCount);
        Assert.Equal(1, server.Journal.Count(OperationNames.ResumeAgentRun));
    }
}
