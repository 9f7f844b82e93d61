using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class RepeatedFieldTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string Clear = "/api/v1/automations/aut_runaway/circuit_breaker/clear";
    private const string Search = "/api/v1/search/all_automation_executions";
    private const string EarlierSearch = "/api/v1/search/automation_executions";

    [Theory]
    [InlineData(Resolve, """{"decision":2,"decision":1}""", "decision")]
    [InlineData(Resolve, """{"decision":2,"decision":2}""", "decision")]
    [InlineData(Resolve, """{"decision":null,"decision":2}""", "decision")]
    [InlineData(Resolve, """{"decision":2,"d\u0065cision":2}""", "decision")]
    [InlineData(Resolve, """{"decision":2,"reason":"a","reason":"b"}""", "reason")]
    [InlineData(Clear, """{"decision":2,"decision":1}""", "decision")]
    [InlineData(Clear, """{"reason":"a","reason":"a"}""", "reason")]
    [InlineData(Search, """{"pageSize":1,"pageSize":2}""", "pageSize")]
    [InlineData(Search, """{"pageSize":1,"page_size":1}""", "pageSize")]
    [InlineData(Search, """{"page_size":1,"page_size":1}""", "pageSize")]
    [InlineData(Search, """{"pageToken":"","page_token":null}""", "pageToken")]
    [InlineData(Search, """{"automationTemplateIds":[],"automation_template_ids":[]}""", "automationTemplateIds")]
    [InlineData(Search, """{"executionStates":[],"execution_states":[]}""", "executionStates")]
    [InlineData(Search, """{"appIds":[],"appIds":[]}""", "appIds")]
    [InlineData(Search, """{"subjectUserIds":[],"subject_user_ids":[]}""", "subjectUserIds")]
    [InlineData(Search, """{"expandMask":{},"expand_mask":{}}""", "expandMask")]
    [InlineData(Search, """{"expandMask":{"paths":[],"paths":[]}}""", "paths")]
    [InlineData(EarlierSearch, """{"automationTemplateId":"a","automation_template_id":"a"}""", "automationTemplateId")]
    [InlineData(EarlierSearch, """{"executionId":"1","execution_id":1}""", "executionId")]
    [InlineData(EarlierSearch, """{"executionStepStates":[],"execution_step_states":[]}""", "executionStepStates")]
    [InlineData(EarlierSearch, """{"query":"","query":""}""", "query")]
    [InlineData(EarlierSearch, """{"refs":[{"id":1,"id":1}]}""", "id")]
    [InlineData(EarlierSearch, """{"refs":[],"refs":[]}""", "refs")]
    public async Task Post_AFieldTwice_IsInvalidAndDoesNothing(string path, string body, string field)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync(path, body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(3, answer.Json.GetProperty("code").GetInt32());
        Assert.Contains($"duplicate field \"{field}\"", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((240, true), (server.State.Automation("aut_runaway").PausedCount, server.State.Automation("aut_runaway").IsTripped));
    }

    [Fact]
    public async Task Post_AnUnknownFieldTwice_IsIgnored()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Resolve, """{"colour":1,"decision":2,"colour":2}""")).Status);
    }

    [Theory]
    [InlineData("automationTemplateIds", "\"a\"")]
    [InlineData("executionStates", "1")]
    [InlineData("appIds", "\"a\"")]
    [InlineData("subjectUserIds", "\"a\"")]
    public async Task Search_MoreThanAThousandValues_IsInvalid(string field, string value)
    {
        await using var server = await ReferenceServer.StartAsync(new() { SeedPaused = 0 });
        using var caller = Caller.ConductorOne(server);
        var allowed = await caller.PostAsync(Search, Body(1000));
        var refused = await caller.PostAsync(Search, Body(1001));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (allowed.Status, refused.Status));
        Assert.Equal(3, refused.Json.GetProperty("code").GetInt32());

        string Body(int count) => $$"""{"{{field}}":[{{string.Join(',', Enumerable.Repeat(value, count))}}]}""";
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    public async Task Search_ANumberOfMoreThanFortyDigits_IsInvalid(string number)
    {
        await using var server = await ReferenceServer.StartAsync(new() { SeedPaused = 0 });
        using var caller = Caller.ConductorOne(server);
        var longer = number.Replace("1", new string('0', 40) + "1", StringComparison.Ordinal).Trim('"');
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync(Search, $$"""{"pageSize":"{{longer}}"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Search, $$"""{"pageSize":{{number}}}""")).Status);
    }
}
