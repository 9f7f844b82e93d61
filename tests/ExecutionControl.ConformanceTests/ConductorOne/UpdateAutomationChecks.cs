using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Disabling an automation by hand, and enabling it again.</summary>
internal static class UpdateAutomationChecks
{
    private const string Closed = "/api/v1/automations/" + SuiteSeed.Closed;
    private const string Disable = """{ "automation": { "enabled": false }, "updateMask": "enabled" }""";
    private const string Enable = """{ "automation": { "enabled": true }, "updateMask": "enabled" }""";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne disables an automation and enables it again, and takes either twice", async context =>
        {
            foreach (var (body, isEnabled) in ((string, bool)[])[(Disable, false), (Disable, false), (Enable, true), (Enable, true)])
            {
                await UpdateAsync(context, body, isEnabled);
            }
        }) { IsPositivePath = true },

        new("ConductorOne disables an automation through the client and enables it again", async context =>
        {
            var client = context.ConductorOne();
            Assert.False((await client.DisableAutomationAsync(SuiteSeed.Closed)).IsEnabled);
            Assert.False((await AutomationAsync(context, SuiteSeed.Closed)).GetProperty("enabled").GetBoolean());
            Assert.True((await client.EnableAutomationAsync(SuiteSeed.Closed)).IsEnabled);
            Assert.True((await AutomationAsync(context, SuiteSeed.Closed)).GetProperty("enabled").GetBoolean());
        }) { IsPositivePath = true },

        new("ConductorOne changes nothing of an automation but what the mask names", async context =>
        {
            var before = (await context.ConductorOneWire.GetAsync(Closed)).Expect(200).At("automation").GetRawText();
            await context.ConductorOneWire.PostAsync(Closed, """{ "automation": { "enabled": false, "displayName": "x" }, "updateMask": "enabled" }""");
            var after = (await context.ConductorOneWire.GetAsync(Closed)).Expect(200).At("automation").GetRawText();
            Assert.Equal(before.Replace("\"enabled\":true", "\"enabled\":false", StringComparison.Ordinal), after);
        }),

        new("ConductorOne pauses nothing more of a tripped automation that is disabled, and leaves its breaker", async context =>
        {
            await context.Control.FreezeClockAsync();
            (await context.ConductorOneWire.PostAsync("/api/v1/automations/" + SuiteSeed.Filling, Disable)).Expect(200);
            var before = await PausedAsync(context, SuiteSeed.Filling);
            await context.Control.AdvanceClockAsync(TimeSpan.FromSeconds(10));
            Assert.Equal((before, true), (await PausedAsync(context, SuiteSeed.Filling), (await AutomationAsync(context, SuiteSeed.Filling)).TryGetProperty("circuitBreaker", out _)));
        }),

        new("ConductorOne refuses to update what does not exist, and what is no mask", async context =>
        {
            var missing = await context.ConductorOneWire.PostAsync("/api/v1/automations/aut_none", Disable);
            var list = await context.ConductorOneWire.PostAsync(Closed, """{ "automation": { "enabled": false }, "updateMask": { "paths": ["enabled"] } }""");
            var unknown = await context.ConductorOneWire.PostAsync(Closed, """{ "automation": { "enabled": false }, "updateMask": "colour" }""");
            Assert.Equal((5L, 3L, 3L), (missing.Expect(404).Number("code"), list.Expect(400).Number("code"), unknown.Expect(400).Number("code")));
            Assert.True((await AutomationAsync(context, SuiteSeed.Closed)).GetProperty("enabled").GetBoolean());
        }),
    ];

    private static async Task UpdateAsync(CheckContext context, string body, bool isEnabled)
    {
        WireAnswer answer = (await context.ConductorOneWire.PostAsync(Closed, body)).Expect(200);
        Assert.Equal(isEnabled, answer.Flag("automation", "enabled"));
        Assert.Equal(isEnabled, (await AutomationAsync(context, SuiteSeed.Closed)).GetProperty("enabled").GetBoolean());
        Assert.True(answer.Has("webhookCapabilityUrl") && answer.Has("webhookHmacSecret"));
    }

    private static async Task<System.Text.Json.JsonElement> AutomationAsync(CheckContext context, string id) =>
        (await context.ConductorOneWire.GetAsync($"/api/v1/automations/{id}")).Expect(200).At("automation");

    private static async Task<int> PausedAsync(CheckContext context, string automation) => (await context.ConductorOneWire.PostAsync(
        "/api/v1/search/all_automation_executions",
        $$"""{ "automationTemplateIds": ["{{automation}}"], "executionStates": [10], "pageSize": 100 }""")).Expect(200).Items("list").Count;
}
