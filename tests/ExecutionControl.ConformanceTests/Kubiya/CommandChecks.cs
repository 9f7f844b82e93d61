using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>Pausing, resuming, cancelling and terminating where the status allows it.</summary>
internal static class CommandChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        Applies("pauses a running execution", SuiteSeed.Running, KubiyaExecutionState.Paused, (client, id) => client.PauseExecutionAsync(id)),
        Applies("pauses an execution that waits for input", SuiteSeed.Waiting, KubiyaExecutionState.Paused, (client, id) => client.PauseExecutionAsync(id)),
        Applies("resumes a paused execution", SuiteSeed.Paused, KubiyaExecutionState.Running, (client, id) => client.ResumeExecutionAsync(id)),
        Applies("cancels a running execution", SuiteSeed.Running, KubiyaExecutionState.Cancelled, (client, id) => client.CancelExecutionAsync(id)),
        Applies("cancels an execution that waits for input", SuiteSeed.Waiting, KubiyaExecutionState.Cancelled, (client, id) => client.CancelExecutionAsync(id)),
        Applies("terminates a running execution", SuiteSeed.Running, KubiyaExecutionState.Terminated, (client, id) => client.TerminateExecutionAsync(id, "ran away")),
        Applies("terminates a paused execution", SuiteSeed.Paused, KubiyaExecutionState.Terminated, (client, id) => client.TerminateExecutionAsync(id, "ran away")),
        Applies("terminates an execution that is queued", SuiteSeed.Queued, KubiyaExecutionState.Terminated, (client, id) => client.TerminateExecutionAsync(id, "ran away")),

        new("Kubiya names the workflow of an agent and of a team", async context =>
        {
            var client = context.Kubiya();
            Assert.Equal($"agent-execution-{SuiteSeed.Running}", (await client.PauseExecutionAsync(SuiteSeed.Running)).WorkflowId);
            Assert.Equal($"team-execution-{SuiteSeed.Waiting}", (await client.PauseExecutionAsync(SuiteSeed.Waiting)).WorkflowId);
        }) { IsPositivePath = true },

        new("Kubiya's answer to a command says success, which execution, and what happened", async context =>
        {
            var answer = (await context.KubiyaWire.PostAsync(KubiyaPath.Of(SuiteSeed.Running, "pause"), "", contentType: null)).Expect(200);
            Assert.Equal((true, SuiteSeed.Running), (answer.Flag("success"), answer.Text("execution_id")));
            Assert.NotEqual("", answer.Text("message"));
        }),

        new("Kubiya's warning that the workflow cannot be reached leaves the effect unconfirmed", async context =>
        {
            await context.Control.AddRulesAsync("""{ "rules": [ { "operation": "CancelExecution", "engineUnreachable": true } ] }""");
            var client = context.Kubiya();
            var result = await client.CancelExecutionAsync(SuiteSeed.Running);
            Assert.Equal(ControlOutcome.Applied, result.Outcome);
            Assert.False(string.IsNullOrEmpty(result.Warning));
            Assert.Null(result.WorkflowId);
            Assert.Equal(WaitOutcome.StillInFlight, (await client.WaitAsync(result, TimeSpan.FromMilliseconds(1))).Outcome);
        }),

        new("Kubiya says who or what cancelled an execution", async context =>
        {
            (await context.KubiyaWire.PostAsync(KubiyaPath.Of(SuiteSeed.Running, "cancel"), "", contentType: null)).Expect(200);
            Assert.Equal("Cancelled by user", (await context.KubiyaWire.GetAsync(KubiyaPath.Of(SuiteSeed.Running))).Expect(200).Text("error_message"));
            await context.Control.AddRulesAsync("""{ "rules": [ { "operation": "CancelExecution", "engineUnreachable": true } ] }""");
            var marked = (await context.KubiyaWire.PostAsync(KubiyaPath.Of(SuiteSeed.Waiting, "cancel"), "", contentType: null)).Expect(200);
            Assert.Equal((true, "Execution marked as cancelled", false), (marked.Flag("success"), marked.Text("message"), marked.Has("workflow_id")));
            Assert.StartsWith("Cancelled: ", (await context.KubiyaWire.GetAsync(KubiyaPath.Of(SuiteSeed.Waiting))).Expect(200).Text("error_message"), StringComparison.Ordinal);
        }),
    ];

    private static ContractCheck Applies(string what, string execution, KubiyaExecutionState becomes, Func<KubiyaClient, string, Task<KubiyaExecutionCommandResult>> command) =>
        new($"Kubiya {what}", async context =>
        {
            var client = context.Kubiya();
            var result = await command(client, execution);
            Assert.Equal(ControlOutcome.Applied, result.Outcome);
            Assert.Equal(becomes, (await client.GetExecutionAsync(execution)).State);
            Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(result, TimeSpan.FromSeconds(10))).Outcome);
        }) { IsPositivePath = true };
}
