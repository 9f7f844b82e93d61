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
