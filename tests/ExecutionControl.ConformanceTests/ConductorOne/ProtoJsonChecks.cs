using System.Globalization;
using System.Text.Json;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>How ConductorOne writes JSON: 64-bit integers as texts, 32-bit ones as numbers, unset fields out loud.</summary>
internal static class ProtoJsonChecks
{
    private const string Execution = "automationExecution";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne writes 64-bit integers as texts and 32-bit ones as numbers", async context =>
        {
            var execution = (await context.ConductorOneWire.GetAsync($"/api/v1/automation_executions/{SuiteSeed.RunningExecution}")).Expect(200);
            Assert.Equal(SuiteSeed.RunningExecution, execution.Text(Execution, "id"));
            Assert.Equal(1, execution.Number(Execution, "currentVersion"));

            var automation = (await context.ConductorOneWire.GetAsync($"/api/v1/automations/{SuiteSeed.Tripped}")).Expect(200);
            Assert.Equal(("1", 50L, 51L), (automation.Text("automation", "currentVersion"), automation.Number("automation", "circuitBreakerMax"), automation.Number("automation", "circuitBreaker", "observedCount")));
        }),

        new("ConductorOne writes what is unset", async context =>
        {
            var execution = (await context.ConductorOneWire.GetAsync($"/api/v1/automation_executions/{SuiteSeed.RunningExecution}")).Expect(200);
            Assert.False(execution.Flag(Execution, "isDraft"));
            Assert.Equal("", execution.Text("view", "automationPath"));
            Assert.Equal(JsonValueKind.Null, execution.At(Execution, "completedAt").ValueKind);

            var automation = (await context.ConductorOneWire.GetAsync($"/api/v1/automations/{SuiteSeed.Closed}")).Expect(200);
            Assert.Equal(("", false), (automation.Text("automation", "description"), automation.Flag("automation", "isDraft")));
            Assert.Equal(JsonValueKind.Null, execution.At(Execution, "context").ValueKind);
            Assert.Empty(execution.Items("expanded"));
            Assert.All((string[])["automationSteps", "draftAutomationSteps", "triggers", "draftTriggers"], list => Assert.Empty(automation.Items("automation", list)));
            Assert.Equal((JsonValueKind.Object, JsonValueKind.Null), (automation.At("automation", "annotations").ValueKind, automation.At("automation", "context").ValueKind));
            Assert.EndsWith("_UNSPECIFIED", automation.Text("automation", "primaryTriggerType"), StringComparison.Ordinal);
        }),

        new("ConductorOne writes an empty page as a list and an empty cursor", async context =>
        {
            var page = (await context.ConductorOneWire.PostAsync("/api/v1/search/all_automation_executions", """{ "automationTemplateIds": ["none"] }""")).Expect(200);
            Assert.Empty(page.Items("list"));
            Assert.Equal("", page.Text("nextPageToken"));
        }),

        new("ConductorOne writes times in UTC, and durations in seconds", async context =>
        {
            var execution = (await context.ConductorOneWire.GetAsync($"/api/v1/automation_executions/{SuiteSeed.DoneExecution}")).Expect(200);
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6}|\.\d{9})?Z$", execution.Text(Execution, "createdAt"));
            Assert.True(DateTimeOffset.TryParse(execution.Text(Execution, "completedAt"), CultureInfo.InvariantCulture, out _));
            Assert.Matches(@"^\d+(\.\d+)?s$", execution.Text(Execution, "duration"));
        }),

        new("ConductorOne answers in JSON", async context =>
        {
            var answer = (await context.ConductorOneWire.GetAsync("/api/v1/automations")).Expect(200);
            Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
        }),
    ];
}
