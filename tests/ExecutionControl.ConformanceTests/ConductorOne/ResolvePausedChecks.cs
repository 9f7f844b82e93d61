using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Settling what a circuit breaker has paused.</summary>
internal static class ResolvePausedChecks
{
    private const string Path = "/api/v1/automations/" + SuiteSeed.Failing + "/circuit_breaker/resolve_paused";
    private const string Cancel = """{ "decision": "PAUSED_EXECUTION_DECISION_CANCEL", "reason": "ran away" }""";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne terminates what is resolved by CANCEL", async context =>
        {
            var client = context.ConductorOne();
            var result = await client.ResolvePausedExecutionsAsync(SuiteSeed.Tripped, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            Assert.Equal((ControlOutcome.Applied, (long?)SuiteSeed.TrippedPaused, 0L, 1), (result.Outcome, result.ResolvedCount, result.ErroredCount, result.Rounds.Count));
            Assert.Equal(SuiteSeed.TrippedPaused, await CountAsync(client, SuiteSeed.Tripped, AutomationExecutionState.Terminated));
            Assert.Equal(0, await CountAsync(client, SuiteSeed.Tripped, AutomationExecutionState.PausedByCircuitBreaker));
        }) { IsPositivePath = true },

        new("ConductorOne sends what is resolved by RUN to PENDING, from where it goes on", async context =>
        {
            await context.Control.FreezeClockAsync();
            var client = context.ConductorOne();
            var result = await client.ResolvePausedExecutionsAsync(SuiteSeed.Tripped, PausedExecutionDecision.Run);
            Assert.Equal((ControlOutcome.Applied, (long?)SuiteSeed.TrippedPaused), (result.Outcome, result.ResolvedCount));
            Assert.Equal(SuiteSeed.TrippedPaused, await CountAsync(client, SuiteSeed.Tripped, AutomationExecutionState.Pending));

            await context.Control.AdvanceClockAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(SuiteSeed.TrippedPaused, await CountAsync(client, SuiteSeed.Tripped, AutomationExecutionState.Done));
        }) { IsPositivePath = true },

        new("ConductorOne leaves what fails paused, for a later call to try again", async context =>
        {
            var client = context.ConductorOne();
            var result = await client.ResolvePausedExecutionsAsync(SuiteSeed.Failing, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            Assert.Equal([(10L, 2L), (2L, 0L)], result.Rounds.Select(round => (round.ResolvedCount, round.ErroredCount)));
            Assert.Equal((ControlOutcome.Applied, (long?)12, true), (result.Outcome, result.ResolvedCount, result.IsCircuitBreakerTripped));
        }) { IsPositivePath = true },

        new("ConductorOne counts what never resolves, call after call", async context =>
        {
            await context.Control.AddRulesAsync($$"""{ "neverResolve": [ { "automation": "{{SuiteSeed.Tripped}}", "count": 3 } ] }""");
            var result = await context.ConductorOne().ResolvePausedExecutionsAsync(SuiteSeed.Tripped, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            Assert.Equal((ControlOutcome.Partial, (long?)(SuiteSeed.TrippedPaused - 3), 3L), (result.Outcome, result.ResolvedCount, result.ErroredCount));
            Assert.Equal(3, await CountAsync(context.ConductorOne(), SuiteSeed.Tripped, AutomationExecutionState.PausedByCircuitBreaker));
        }) { IsPositivePath = true },

        new("ConductorOne's resolve_paused is idempotent", async context =>
        {
            var client = context.ConductorOne();
            await client.ResolvePausedExecutionsAsync(SuiteSeed.Tripped, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            var again = await client.ResolvePausedExecutionsAsync(SuiteSeed.Tripped, PausedExecutionDecision.Run);
            Assert.Equal((ControlOutcome.AlreadySo, (long?)0, 0L), (again.Outcome, again.ResolvedCount, again.ErroredCount));
            Assert.Equal(SuiteSeed.TrippedPaused, await CountAsync(client, SuiteSeed.Tripped, AutomationExecutionState.Terminated));
        }) { IsPositivePath = true },

        new("ConductorOne answers zeros where nothing is paused and the breaker is closed", async context =>
        {
            var result = await context.ConductorOne().ResolvePausedExecutionsAsync(SuiteSeed.Closed, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            Assert.Equal((ControlOutcome.AlreadySo, (long?)0, 0L), (result.Outcome, result.ResolvedCount, result.ErroredCount));
        }) { IsPositivePath = true },

        new("ConductorOne's resolve_paused does not close the breaker: new executions go on being paused", async context =>
        {
            await context.Control.FreezeClockAsync();
            var client = context.ConductorOne();
            await client.ResolvePausedExecutionsAsync(SuiteSeed.Filling, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            Assert.True((await client.GetAutomationAsync(SuiteSeed.Filling)).IsCircuitBreakerTripped);
            Assert.Equal(0, await CountAsync(client, SuiteSeed.Filling, AutomationExecutionState.PausedByCircuitBreaker));

            await context.Control.AdvanceClockAsync(TimeSpan.FromSeconds(5));
            Assert.Equal(5, await CountAsync(client, SuiteSeed.Filling, AutomationExecutionState.PausedByCircuitBreaker));
        }) { IsPositivePath = true },

        new("ConductorOne's counts are numbers, zeros included", async context =>
        {
            var first = (await context.ConductorOneWire.PostAsync(Path, Cancel)).Expect(200);
            var second = (await context.ConductorOneWire.PostAsync(Path, Cancel)).Expect(200);
            var third = (await context.ConductorOneWire.PostAsync(Path, Cancel)).Expect(200);
            Assert.Equal((10L, 2L), (first.Number("pausedCount"), first.Number("erroredCount")));
            Assert.Equal((2L, 0L), (second.Number("pausedCount"), second.Number("erroredCount")));
            Assert.Equal((0L, 0L), (third.Number("pausedCount"), third.Number("erroredCount")));
        }),

        new("ConductorOne writes every resolve_paused, its reason and its failures to an audit row", async context =>
        {
            (await context.ConductorOneWire.PostAsync(Path, Cancel)).Expect(200);
            var audit = await context.Control.AuditAsync();
            Assert.Equal(("paused_cancelled", SuiteSeed.Failing, "ran away"), (audit.Text("rows", 0, "event"), audit.Text("rows", 0, "automationId"), audit.Text("rows", 0, "reason")));
            Assert.Equal((10L, 2L, 2), (audit.Number("rows", 0, "resolvedCount"), audit.Number("rows", 0, "erroredCount"), audit.Items("rows", 0, "failedExecutionIds").Count));
        }),

        new("ConductorOne's newer resolve_paused names a bulk action and goes on in the background", async context =>
        {
            var client = context.ConductorOne();
            var result = await client.ResolvePausedExecutionsAsync(SuiteSeed.Tripped, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "ran away" });
            Assert.Equal((ControlOutcome.Applied, true, (long?)null), (result.Outcome, result.IsSettling, result.ResolvedCount));
            Assert.NotNull(result.BulkActionId);

            var settled = await client.WaitAsync(result, TimeSpan.FromSeconds(30));
            Assert.Equal(WaitOutcome.Verified, settled.Outcome);
            Assert.Equal(SuiteSeed.TrippedPaused, await CountAsync(client, SuiteSeed.Tripped, AutomationExecutionState.Terminated));
        }) { IsPositivePath = true, ResolveAnswer = ResolveAnswer.BulkAction },

        new("ConductorOne's newer resolve_paused writes the deprecated counts as zeros", async context =>
        {
            var answer = (await context.ConductorOneWire.PostAsync(Path, Cancel)).Expect(200);
            Assert.NotEqual("", answer.Text("bulkActionId"));
            Assert.Equal((0L, 0L), (answer.Number("pausedCount"), answer.Number("erroredCount")));
        }) { ResolveAnswer = ResolveAnswer.BulkAction },
    ];

    private static async Task<int> CountAsync(ConductorOneClient client, string automation, AutomationExecutionState state) =>
        await client.ListAutomationExecutionsAsync(new AutomationExecutionFilter { AutomationIds = [automation], States = [state] }).CountAsync();
}
