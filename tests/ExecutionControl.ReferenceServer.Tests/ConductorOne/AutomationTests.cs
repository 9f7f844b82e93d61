using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class AutomationTests
{
    [Fact]
    public async Task Get_TrippedAutomation_SaysWhy()
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.ConductorOne(server);
        var automation = (await caller.GetAsync("/api/v1/automations/aut_runaway")).Json.GetProperty("automation");

        Assert.Equal("aut_runaway", automation.GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.String, automation.GetProperty("currentVersion").ValueKind);
        Assert.Equal(JsonValueKind.Number, automation.GetProperty("circuitBreakerMax").ValueKind);
        Assert.False(automation.GetProperty("isDraft").GetBoolean());
        var breaker = automation.GetProperty("circuitBreaker");
        Assert.Equal("CIRCUIT_BREAKER_PERIOD_HOUR", breaker.GetProperty("period").GetString());
        Assert.True(breaker.GetProperty("observedCount").GetInt64() > breaker.GetProperty("threshold").GetInt64());
        Assert.Equal("2026-03-01T11:42:00Z", breaker.GetProperty("trippedAt").GetString());
    }

    [Fact]
    public async Task Get_HealthyAutomation_HasNoBreakerMessage()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.False((await caller.GetAsync("/api/v1/automations/aut_nightly")).Json.GetProperty("automation").TryGetProperty("circuitBreaker", out _));
    }

    [Fact]
    public async Task Get_UnsetFields_AreWrittenOut()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var automation = (await caller.GetAsync("/api/v1/automations/aut_nightly")).Json.GetProperty("automation");
        Assert.Equal("{}", automation.GetProperty("annotations").GetRawText());
        foreach (var list in (string[])["automationSteps", "draftAutomationSteps", "triggers", "draftTriggers"])
        {
            Assert.Equal("[]", automation.GetProperty(list).GetRawText());
        }

        Assert.Equal("null", automation.GetProperty("context").GetRawText());
        Assert.Equal("TRIGGER_TYPE_UNSPECIFIED", automation.GetProperty("primaryTriggerType").GetString());
    }

    [Fact]
    public async Task Get_TrippedAutomation_IsDisabledUntilItsBreakerIsCleared()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.False(await IsEnabledAsync());
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/clear")).Status);
        Assert.True(await IsEnabledAsync());

        async Task<bool> IsEnabledAsync() => (await caller.GetAsync("/api/v1/automations/aut_runaway")).Json.GetProperty("automation").GetProperty("enabled").GetBoolean();
    }

    [Theory]
    [InlineData("aut_none")]
    [InlineData("a%2Fb")]
    [InlineData("%20")]
    public async Task Get_UnknownAutomation_IsNotFound(string id)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.GetAsync($"/api/v1/automations/{id}");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(5, answer.Json.GetProperty("code").GetInt32());
        Assert.Equal(OperationNames.GetAutomation, server.Journal.Entries.Single().Operation);
        Assert.Equal(Uri.UnescapeDataString(id), server.Journal.Entries.Single().Target);
    }

    [Fact]
    public async Task List_PageByPage_GivesEachAutomationOnce()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var ids = new List<string>();
        var token = "";
        do
        {
            var page = (await caller.GetAsync($"/api/v1/automations?page_size=1&page_token={token}")).Json;
            ids.Add(Assert.Single(page.GetProperty("list").EnumerateArray()).GetProperty("id").GetString()!);
            token = page.GetProperty("nextPageToken").GetString()!;
        }
        while (token.Length > 0);
        Assert.Equal(["aut_backlog", "aut_nightly", "aut_runaway"], ids);
    }

    [Theory]
    [InlineData("page_size=x")]
    [InlineData("page_size=99999999999")]
    [InlineData("page_token=x")]
    [InlineData("page_token=%FF")]
    [InlineData("page_token=ZXhlY3V0aW9uOjE")]
    public async Task List_BadPage_IsInvalidArgument(string query)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.GetAsync($"/api/v1/automations?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(3, answer.Json.GetProperty("code").GetInt32());
    }
}
