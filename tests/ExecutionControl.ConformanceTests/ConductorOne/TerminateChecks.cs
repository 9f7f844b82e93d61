using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Terminating one execution.</summary>
internal static class TerminateChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne accepts a termination at once and carries it out later", async context =>
        {
            await context.Control.FreezeClockAsync();
            var client = context.ConductorOne();
            var result = await client.TerminateAutomationExecutionAsync(SuiteSeed.RunningExecution);
            Assert.Equal(ControlOutcome.Applied, result.Outcome);
            Assert.Equal(AutomationExecutionState.ProcessStep, (await client.GetAutomationExecutionAsync(SuiteSeed.RunningExecution)).State);

            await context.Control.AdvanceClockAsync(TimeSpan.FromSeconds(5));
            var settled = await client.WaitAsync(result, TimeSpan.FromSeconds(10));
            Assert.Equal((WaitOutcome.Verified, AutomationExecutionState.Terminated), (settled.Outcome, settled.State));
        }) { IsPositivePath = true },

        new("ConductorOne takes the termination of what has ended, and changes nothing", async context =>
        {
            await context.Control.FreezeClockAsync();
            var client = context.ConductorOne();
            await client.TerminateAutomationExecutionAsync(SuiteSeed.DoneExecution);
            await context.Control.AdvanceClockAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(AutomationExecutionState.Done, (await client.GetAutomationExecutionAsync(SuiteSeed.DoneExecution)).State);
        }) { IsPositivePath = true },

        new("ConductorOne answers a termination with an empty object", async context =>
        {
            var answer = await context.ConductorOneWire.PostAsync($"/api/v1/automation_executions/{SuiteSeed.RunningExecution}/actions/terminate", "{}");
            Assert.Empty(answer.Expect(200).Json.EnumerateObject());
        }),

        new("ConductorOne refuses to terminate what does not exist, and what is no id", async context =>
        {
            var missing = await context.ConductorOneWire.PostAsync("/api/v1/automation_executions/424242/actions/terminate", "{}");
            var malformed = await context.ConductorOneWire.PostAsync("/api/v1/automation_executions/abc/actions/terminate", "{}");
            Assert.Equal((5L, 3L), (missing.Expect(404).Number("code"), malformed.Expect(400).Number("code")));

            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.ConductorOne().TerminateAutomationExecutionAsync("424242"));
            Assert.Equal(RefusalReason.NotFound, refused.Reason);
        }),
    ];
}
