using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

public sealed class UpdateAutomationTests
{
    private const string Nightly = "/api/v1/automations/aut_nightly";
    private const string Runaway = "/api/v1/automations/aut_runaway";
    private const string Disable = """{"automation":{"enabled":false},"updateMask":"enabled"}""";
    private const string Enable = """{"automation":{"enabled":true},"updateMask":"enabled"}""";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Disable_ThenEnable_ChangesThatAlone_AndIsReadEverywhere()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var before = (await caller.GetAsync(Nightly)).Json.GetProperty("automation").GetRawText();

        var disabled = await caller.PostAsync(Nightly, Disable);
        Assert.Equal(HttpStatusCode.OK, disabled.Status);
        Assert.False(disabled.Json.GetProperty("automation").GetProperty("enabled").GetBoolean());
        Assert.Equal(before.Replace("\"enabled\":true", "\"enabled\":false", StringComparison.Ordinal), disabled.Json.GetProperty("automation").GetRawText());
        Assert.Equal(disabled.Json.GetProperty("automation").GetRawText(), (await caller.GetAsync(Nightly)).Json.GetProperty("automation").GetRawText());
        var listed = (await caller.GetAsync("/api/v1/automations")).Json.GetProperty("list").EnumerateArray().Single(each => each.GetProperty("id").GetString() is "aut_nightly");
        Assert.False(listed.GetProperty("enabled").GetBoolean());
        Assert.False(server.State.Automation("aut_nightly").IsEnabled);

        Assert.True((await caller.PostAsync(Nightly, Enable)).Json.GetProperty("automation").GetProperty("enabled").GetBoolean());
        Assert.Equal(before, (await caller.GetAsync(Nightly)).Json.GetProperty("automation").GetRawText());
        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
    }

    [Fact]
    public async Task Update_WhatIsSoAlready_IsOkAndTheSameAnswer()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var first = await caller.PostAsync(Nightly, Disable);
        var second = await caller.PostAsync(Nightly, Disable);
        Assert.Equal((HttpStatusCode.OK, first.Body), (second.Status, second.Body));
        Assert.Equal(2, server.Journal.Count(OperationNames.UpdateAutomation));
        Assert.All(server.Journal.Entries, entry => Assert.Equal(("aut_nightly", true), (entry.Target, entry.WasHandled)));
    }

    [Fact]
    public async Task Disabled_NewTriggersStartNothing_AndThoseThatCameInTheMeantimeAreLost()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        await server.RunAwayAsync("aut_runaway", Second);
        server.Clock.Advance(2 * Second);
        using var caller = Caller.ConductorOne(server);

        // What came before it was disabled has come, although nobody has looked since.
        await caller.PostAsync(Runaway, Disable);
        server.Clock.Advance(60 * Second);
        Assert.Equal((242, true, false), Look());

        await caller.PostAsync(Runaway, Enable);
        Assert.Equal((242, true, true), Look());
        server.Clock.Advance(3 * Second);
        Assert.Equal((245, true, true), Look());

        (long, bool, bool) Look()
        {
            var automation = server.State.Automation("aut_runaway");
            return (automation.PausedCount, automation.IsTripped, automation.IsEnabled);
        }
    }

    [Fact]
    public async Task Enabled_BetweenTwoTriggers_KeepsTheirRhythm()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        await server.RunAwayAsync("aut_runaway", Second);
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync(Runaway, Disable);
        server.Clock.Advance(2.5 * Second);
        await caller.PostAsync(Runaway, Enable);
        server.Clock.Advance(0.4 * Second);
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        server.Clock.Advance(0.1 * Second);
        Assert.Equal(241, server.State.Automation("aut_runaway").PausedCount);

        // Enabling what is enabled puts nothing off, and nothing away.
        server.Clock.Advance(2 * Second);
        await caller.PostAsync(Runaway, Enable);
        Assert.Equal(243, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task Disabled_BreakerClosed_DoesNotTripUntilItIsEnabled()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        await server.RunAwayAsync("aut_nightly", Second, retripAfter: 2);
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync(Nightly, Disable);
        server.Clock.Advance(10 * Second);
        Assert.False(server.State.Automation("aut_nightly").IsTripped);
        await caller.PostAsync(Nightly, Enable);
        server.Clock.Advance(3 * Second);
        Assert.Equal((1, true), (server.State.Automation("aut_nightly").PausedCount, server.State.Automation("aut_nightly").IsTripped));
    }

    [Fact]
    public async Task Disabled_ExecutionsUnderWayGoOn_AndPausedOnesCanStillBeSettled()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync(Runaway, Disable);
        var resolved = await caller.PostAsync($"{Runaway}/circuit_breaker/resolve_paused", """{"decision":1}""");
        Assert.Equal(237, resolved.Json.GetProperty("pausedCount").GetInt32());
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PENDING", server.State.Execution(1_000_001).State);
        server.Clock.Advance(10 * Second);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_DONE", server.State.Execution(1_000_001).State);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", server.State.Execution(9_007_199_254_740_993).State);
    }

    [Fact]
    public async Task Disabled_WhileTripped_LeavesTheBreakerAndStaysDisabledWhenThatIsCleared()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var breaker = (await caller.GetAsync(Runaway)).Json.GetProperty("automation").GetProperty("circuitBreaker").GetRawText();
        var disabled = await caller.PostAsync(Runaway, Disable);
        Assert.Equal(breaker, disabled.Json.GetProperty("automation").GetProperty("circuitBreaker").GetRawText());
        await caller.PostAsync($"{Runaway}/circuit_breaker/clear");
        Assert.False((await caller.GetAsync(Runaway)).Json.GetProperty("automation").GetProperty("enabled").GetBoolean());

        // Enabled while it is tripped, an automation goes on showing what the breaker makes of it, until that is cleared.
        await server.ResetAsync();
        var enabled = await caller.PostAsync(Runaway, Enable);
        Assert.Equal(HttpStatusCode.OK, enabled.Status);
        Assert.False(enabled.Json.GetProperty("automation").GetProperty("enabled").GetBoolean());
        await caller.PostAsync($"{Runaway}/circuit_breaker/clear");
        Assert.True((await caller.GetAsync(Runaway)).Json.GetProperty("automation").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Update_Answer_HoldsWebhookSecretsThatNothingElseShows()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new() { StateFile = folder.File("state.db") });
        using var caller = Caller.ConductorOne(server);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var answer = (await caller.PostAsync(Nightly, Disable)).Json;
        var other = (await caller.PostAsync(Runaway, Disable)).Json;
        foreach (var name in (string[])["webhookCapabilityUrl", "webhookHmacSecret"])
        {
            Assert.Contains("sandbox-webhook-", answer.GetProperty(name).GetString(), StringComparison.Ordinal);
            Assert.NotEqual(other.GetProperty(name).GetString(), answer.GetProperty(name).GetString());
        }

        Assert.Equal("webhooks.invalid", new Uri(answer.GetProperty("webhookCapabilityUrl").GetString()!).Host);
        foreach (var path in (string[])["/_control/journal", "/_control/state", "/_control/audit"])
        {
            Assert.DoesNotContain("sandbox-webhook-", (await control.GetAsync(path)).Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("sandbox-webhook-", (await caller.GetAsync(Nightly)).Body, StringComparison.Ordinal);
        await server.DisposeAsync();
        Assert.DoesNotContain("sandbox-webhook-", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.File("state.db"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aut_none")]
    [InlineData("a%2Fb")]
    [InlineData("%20")]
    public async Task Update_UnknownAutomation_IsNotFound(string id)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync($"/api/v1/automations/{id}", Disable);
        Assert.Equal((HttpStatusCode.NotFound, 5), (answer.Status, answer.Json.GetProperty("code").GetInt32()));
        Assert.Equal((OperationNames.UpdateAutomation, Uri.UnescapeDataString(id)), (server.Journal.Entries.Single().Operation, server.Journal.Entries.Single().Target));
    }

    [Fact]
    public async Task Update_WithoutAToken_ChangesNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var answer = await caller.PostAsync(Nightly, Disable);
        Assert.Equal((HttpStatusCode.Unauthorized, 16), (answer.Status, answer.Json.GetProperty("code").GetInt32()));
        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"updateMask":"enabled"}""")]
    [InlineData("""{"automation":null,"updateMask":"enabled"}""")]
    [InlineData("""{"automation":[],"updateMask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":"false"},"updateMask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":0},"updateMask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":false,"enabled":false},"updateMask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":false,"displayName":7},"updateMask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":{"paths":["enabled"]}}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":["enabled"]}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled","update_mask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"*"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"automation.enabled"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"Enabled"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled,"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled, description"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled,display_name"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled,colour"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled,currentVersion"}""")]
    [InlineData("""{"automation":{"circuitBreakerMax":-1},"updateMask":"circuitBreakerMax"}""")]
    [InlineData("""{"automation":{"circuitBreakerMax":4294967296},"updateMask":"circuitBreakerMax"}""")]
    [InlineData("""{"automation":{"circuitBreakerPeriod":"CIRCUIT_BREAKER_PERIOD_CENTURY"},"updateMask":"circuitBreakerPeriod"}""")]
    public async Task Update_RequestThatMakesNoSense_IsInvalidAndChangesNothing(string body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var before = (await caller.GetAsync(Nightly)).Body;
        var answer = await caller.PostAsync(Nightly, body);
        Assert.Equal((HttpStatusCode.BadRequest, 3), (answer.Status, answer.Json.GetProperty("code").GetInt32()));
        Assert.Equal(before, (await caller.GetAsync(Nightly)).Body);
    }

    [Fact]
    public async Task Update_FieldThatTheServerKeepsNothingOf_SaysSo()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var answer = await caller.PostAsync(Nightly, """{"automation":{"enabled":false},"updateMask":"enabled,automationSteps"}""");
        Assert.Equal((HttpStatusCode.BadRequest, 3), (answer.Status, answer.Json.GetProperty("code").GetInt32()));
        Assert.Contains("automationSteps", answer.Body, StringComparison.Ordinal);
        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
    }

    [Theory]
    [InlineData("""{"automation":{"enabled":false,"displayName":"x"},"update_mask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":" enabled "}""")]
    [InlineData("""{"automation":{"enabled":false},"updateMask":"enabled,enabled"}""")]
    [InlineData("""{"automation":{},"updateMask":"enabled"}""")]
    [InlineData("""{"automation":{"enabled":null,"colour":1},"updateMask":"enabled"}""")]
    public async Task Update_MaskOfEnabled_TakesThatAloneAndUnsetForFalse(string body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var automation = (await caller.PostAsync(Nightly, body)).Json.GetProperty("automation");
        Assert.False(automation.GetProperty("enabled").GetBoolean());
        Assert.Equal("Nightly access report", automation.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task Update_SeveralPaths_ChangesThese()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        const string Body =
            """
            {"automation":{"displayName":"Nightly","circuitBreakerMax":"7","circuitBreakerPeriod":"CIRCUIT_BREAKER_PERIOD_DAY","description":"d"},
             "updateMask":"displayName,circuitBreakerMax,circuitBreakerPeriod"}
            """;
        var automation = (await caller.PostAsync(Nightly, Body)).Json.GetProperty("automation");
        Assert.Equal(("Nightly", 7, "CIRCUIT_BREAKER_PERIOD_DAY", true), (
            automation.GetProperty("displayName").GetString(), automation.GetProperty("circuitBreakerMax").GetInt32(),
            automation.GetProperty("circuitBreakerPeriod").GetString(), automation.GetProperty("enabled").GetBoolean()));
        Assert.Equal("Mails the access report of the day to the owners of each application.", automation.GetProperty("description").GetString());
    }

    [Theory]
    [InlineData("""{"automation":{"enabled":true}}""")]
    [InlineData("""{"automation":{"enabled":true},"updateMask":""}""")]
    [InlineData("""{"automation":{"enabled":true},"updateMask":" "}""")]
    [InlineData("""{"automation":{"enabled":true},"updateMask":null}""")]
    public async Task Update_WithoutAMask_ReplacesEverythingThatACallerMaySet(string body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        var before = (await caller.GetAsync(Nightly)).Json.GetProperty("automation");
        var automation = (await caller.PostAsync(Nightly, body)).Json.GetProperty("automation");
        Assert.Equal(("", "", 0, "CIRCUIT_BREAKER_PERIOD_UNSPECIFIED", true), (
            automation.GetProperty("displayName").GetString(), automation.GetProperty("description").GetString(), automation.GetProperty("circuitBreakerMax").GetInt32(),
            automation.GetProperty("circuitBreakerPeriod").GetString(), automation.GetProperty("enabled").GetBoolean()));
        foreach (var name in (string[])["id", "appId", "currentVersion", "createdAt", "lastExecutedAt"])
        {
            Assert.Equal(before.GetProperty(name).GetRawText(), automation.GetProperty(name).GetRawText());
        }
    }

    [Theory]
    [InlineData("displayName", 1024)]
    [InlineData("description", 4096)]
    public async Task Update_OverlongText_IsInvalid(string field, int longest)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Nightly, Body(longest))).Status);
        var refused = await caller.PostAsync(Nightly, Body(longest + 1));
        Assert.Equal((HttpStatusCode.BadRequest, 3), (refused.Status, refused.Json.GetProperty("code").GetInt32()));

        string Body(int length) => JsonSerializer.Serialize(new
        {
            automation = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = new('x', length) },
            updateMask = field,
        });
    }

    [Fact]
    public async Task FaultRule_AfterTheWork_LosesTheAnswerOfADisable()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.UpdateAutomation, Target = "aut_nightly", Times = 1, Connection = FaultConnection.Close, Moment = FaultMoment.AfterWork,
        });
        using var caller = Caller.ConductorOne(server);
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.PostAsync(Nightly, Disable));
        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Nightly, Enable)).Status);
    }

    [Fact]
    public async Task Disabled_SnapshotRestoredAndReset_AreAsTheyWere()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync(Nightly, Disable);
        await server.SaveSnapshotAsync("disabled");
        await server.ResetAsync();
        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
        await server.RestoreSnapshotAsync("disabled");
        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var automations = (await control.GetAsync("/_control/state")).Json.GetProperty("automations").EnumerateArray();
        Assert.Equal([true, false, true], automations.Select(each => each.GetProperty("isEnabled").GetBoolean()));
    }

    [Fact]
    public async Task Seed_DisabledAutomation_StartsNothingUntilItIsEnabled()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        await server.SeedAsync("""{"automations":[{"id":"a","enabled":false,"trippedMinutesAgo":1,"pausedEveryMs":1000},{"id":"b"}]}""");
        Assert.Equal((false, true), (server.State.Automation("a").IsEnabled, server.State.Automation("b").IsEnabled));
        server.Clock.Advance(5 * Second);
        Assert.Equal(0, server.State.Automation("a").PausedCount);
        using var caller = Caller.ConductorOne(server);
        await caller.PostAsync("/api/v1/automations/a", Enable);
        server.Clock.Advance(Second);
        Assert.Equal(1, server.State.Automation("a").PausedCount);
    }
}
