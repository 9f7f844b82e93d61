using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Closing a tripped circuit breaker.</summary>
internal static class ClearBreakerChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne closes a breaker and leaves the backlog paused", async context =>
        {
            var client = context.ConductorOne();
            var result = await client.ClearCircuitBreakerAsync(SuiteSeed.Failing);
            Assert.Equal((ControlOutcome.Applied, (string?)null), (result.Outcome, result.BulkActionId));
            Assert.False((await client.GetAutomationAsync(SuiteSeed.Failing)).IsCircuitBreakerTripped);
            Assert.Equal(12, await PausedAsync(client, SuiteSeed.Failing));
        }) { IsPositivePath = true },

        new("ConductorOne settles the backlog in the background when the breaker is cleared with a decision", async context =>
        {
            var client = context.ConductorOne();
            var result = await client.ClearCircuitBreakerAsync(SuiteSeed.Tripped, PausedExecutionDecision.Cancel, new ClearCircuitBreakerOptions { Reason = "ran away" });
            Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.IsSettling));
            Assert.NotNull(result.BulkActionId);
            Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(result, TimeSpan.FromSeconds(30))).Outcome);
        }) { IsPositivePath = true },

        new("ConductorOne pauses nothing more once the breaker is closed", async context =>
        {
            await context.Control.FreezeClockAsync();
            var client = context.ConductorOne();
            await client.ClearCircuitBreakerAsync(SuiteSeed.Filling);
            await context.Control.AdvanceClockAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(3, await PausedAsync(client, SuiteSeed.Filling));
        }) { IsPositivePath = true },

        new("ConductorOne takes it when a closed breaker is cleared", async context =>
        {
            var result = await context.ConductorOne().ClearCircuitBreakerAsync(SuiteSeed.Closed);
            Assert.Equal(ControlOutcome.AlreadySo, result.Outcome);
        }) { IsPositivePath = true },

        new("ConductorOne writes the unset bulk action of a cleared breaker as an empty text", async context =>
        {
            var answer = await context.ConductorOneWire.PostAsync($"/api/v1/automations/{SuiteSeed.Failing}/circuit_breaker/clear", "{}");
            Assert.Equal("", answer.Expect(200).Text("bulkActionId"));
        }),
    ];

    private static async Task<int> PausedAsync(ConductorOneClient client, string automation) => await client.ListAutomationExecutionsAsync(
        new AutomationExecutionFilter { AutomationIds = [automation], States = [AutomationExecutionState.PausedByCircuitBreaker] }).CountAsync();
}
