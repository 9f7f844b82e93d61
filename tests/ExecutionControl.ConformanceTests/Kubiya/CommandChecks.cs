using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>Pausing, resuming, cancelling and terminating where the status allows it.</summary>
internal static class CommandChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        Applies("pauses a running execution", SuiteSeed.Running, ExecutionStatus.Paused, (client, id) => client.PauseAsync(id)),
        Applies("pauses an execution that waits for input", SuiteSeed.Waiting, ExecutionStatus.Paused, (client, id) => client.PauseAsync(id)),
        Applies("resumes a paused execution", SuiteSeed.Paused, ExecutionStatus.Running, (client, id) => client.ResumeAsync(id)),
        Applies("cancels a running execution", SuiteSeed.Running, ExecutionStatus.Cancelled, (client, id) => client.CancelAsync(id)),
        Applies("cancels an execution that waits for input", SuiteSeed.Waiting, ExecutionStatus.Cancelled, (client, id) => client.CancelAsync(id)),
        Applies("terminates a running execution", SuiteSeed.Running, ExecutionStatus.Terminated, (client, id) => client.TerminateAsync(id, "ran away")),
        Applies("terminates a paused execution", SuiteSeed.Paused, ExecutionStatus.Terminated, (client, id) => client.TerminateAsync(id, "ran away")),
        Applies("terminates an execution that is queued", SuiteSeed.Queued, ExecutionStatus.Terminated, (client, id) => client.TerminateAsync(id, "ran away")),

        new("Kubiya names the workflow of an agent and of a team", async context =>
        {
            var client = context.Kubiya();
            Assert.Equal($"agent-execution-{SuiteSeed.Running}", (await client.PauseAsync(SuiteSeed.Running)).WorkflowId);
            Assert.Equal($"team-execution-{SuiteSeed.Waiting}", (await client.PauseAsync(SuiteSeed.Waiting)).WorkflowId);
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
            var result = await client.CancelAsync(SuiteSeed.Running);
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

    private static ContractCheck Applies(string what, string execution, ExecutionStatus becomes, Func<KubiyaClient, string, Task<ExecutionCommandResult>> command) =>
        new($"Kubiya {what}", async context =>
        {
            var client = context.Kubiya();
            var result = await command(client, execution);
            Assert.Equal(ControlOutcome.Applied, result.Outcome);
            Assert.Equal(becomes, (await client.GetAsync(execution)).Status);
            Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(result, TimeSpan.FromSeconds(10))).Outcome);
        }) { IsPositivePath = true };
}
