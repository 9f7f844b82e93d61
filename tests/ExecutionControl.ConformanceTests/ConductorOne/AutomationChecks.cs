using ExecutionControl.Client.ConductorOne;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Reading automations and executions.</summary>
internal static class AutomationChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne lists every automation", async context =>
        {
            var ids = await context.ConductorOne().ListAutomationsAsync().Select(automation => automation.Id).ToListAsync();
            Assert.Equal([SuiteSeed.Closed, SuiteSeed.Failing, SuiteSeed.Filling, SuiteSeed.Tripped], ids.Order(StringComparer.Ordinal));
        }) { IsPositivePath = true },

        new("ConductorOne says why and since when a breaker is tripped", async context =>
        {
            var automation = await context.ConductorOne().GetAutomationAsync(SuiteSeed.Tripped);
            Assert.Equal(("Leavers", 50L), (automation.DisplayName, automation.CircuitBreakerMax));
            Assert.Equal((51L, 50L, "CIRCUIT_BREAKER_PERIOD_HOUR"), (automation.CircuitBreaker!.ObservedCount, automation.CircuitBreaker.Threshold, automation.CircuitBreaker.Period));
            Assert.InRange(DateTimeOffset.UtcNow - automation.CircuitBreaker.TrippedAt!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(22));
        }) { IsPositivePath = true },

        new("ConductorOne names no trip where the breaker is closed", async context =>
        {
            var automation = await context.ConductorOne().GetAutomationAsync(SuiteSeed.Closed);
            Assert.Null(automation.CircuitBreaker);
            Assert.False(automation.IsCircuitBreakerTripped);
        }) { IsPositivePath = true },

        new("ConductorOne gives the exact id of an execution above 2^53", async context =>
        {
            var execution = await context.ConductorOne().GetAutomationExecutionAsync(SuiteSeed.RunningExecution);
            Assert.Equal((SuiteSeed.RunningExecution, SuiteSeed.Closed, AutomationExecutionState.ProcessStep), (execution.Id, execution.AutomationId, execution.State));
            Assert.Null(execution.CompletedAt);
        }) { IsPositivePath = true },

        new("ConductorOne says when a final execution ended", async context =>
        {
            var execution = await context.ConductorOne().GetAutomationExecutionAsync(SuiteSeed.DoneExecution);
            Assert.Equal(AutomationExecutionState.Done, execution.State);
            Assert.NotNull(execution.CompletedAt);
        }) { IsPositivePath = true },

        new("ConductorOne finds executions by automation and state", async context =>
        {
            var filter = new AutomationExecutionFilter
            {
                AutomationIds = [SuiteSeed.Closed, SuiteSeed.Failing],
                States = [AutomationExecutionState.Waiting, AutomationExecutionState.Error],
            };
            var ids = await context.ConductorOne().ListAutomationExecutionsAsync(filter).Select(execution => execution.Id).ToListAsync();
            Assert.Equal(["9007199254740997", "9007199254740999"], ids.Order(StringComparer.Ordinal));
        }) { IsPositivePath = true },

        new("ConductorOne gives every execution once, however many pages it takes", async context =>
        {
            var filter = new AutomationExecutionFilter { AutomationIds = [SuiteSeed.Tripped], States = [AutomationExecutionState.PausedByCircuitBreaker] };
            var ids = await context.ConductorOne().ListAutomationExecutionsAsync(filter).Select(execution => execution.Id).ToListAsync();
            Assert.Equal(SuiteSeed.TrippedPaused, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(SuiteSeed.TrippedPaused, ids.Count);
        }) { IsPositivePath = true },

        new("ConductorOne keeps the paths on which earlier clients search", async context =>
        {
            foreach (var path in (string[])["/api/v1/automation_executions/search", "/api/v1/search/automation_executions"])
            {
                var answer = await context.ConductorOneWire.PostAsync(path, $$"""{ "executionId": "{{SuiteSeed.RunningExecution}}" }""");
                Assert.Equal(SuiteSeed.RunningExecution, answer.Expect(200).Text("list", 0, "automationExecution", "id"));
            }
        }),
    ];
}
