using ExecutionControl.Client;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>Refusals with 200.</summary>
internal static class RefusalChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        Refuses("pause", (SuiteSeed.Paused, "paused"), (SuiteSeed.Completed, "completed"), (SuiteSeed.Failed, "failed"), (SuiteSeed.Cancelled, "cancelled"), (SuiteSeed.Terminated, "terminated"), (SuiteSeed.Pending, "pending"), (SuiteSeed.Queued, "queued")),
        Refuses("resume", (SuiteSeed.Running, "running"), (SuiteSeed.Waiting, "waiting_for_input"), (SuiteSeed.Completed, "completed"), (SuiteSeed.Failed, "failed"), (SuiteSeed.Cancelled, "cancelled"), (SuiteSeed.Terminated, "terminated"), (SuiteSeed.Pending, "pending"), (SuiteSeed.Queued, "queued")),
        Refuses("cancel", (SuiteSeed.Paused, "paused"), (SuiteSeed.Completed, "completed"), (SuiteSeed.Failed, "failed"), (SuiteSeed.Cancelled, "cancelled"), (SuiteSeed.Terminated, "terminated"), (SuiteSeed.Pending, "pending"), (SuiteSeed.Queued, "queued")),

        new("Kubiya's refusals that meet the goal are already so", async context =>
        {
            var client = context.Kubiya();
            Assert.Equal(ControlOutcome.AlreadySo, (await client.PauseExecutionAsync(SuiteSeed.Paused)).Outcome);
            Assert.Equal(ControlOutcome.AlreadySo, (await client.ResumeExecutionAsync(SuiteSeed.Running)).Outcome);
            Assert.Equal(ControlOutcome.AlreadySo, (await client.ResumeExecutionAsync(SuiteSeed.Waiting)).Outcome);
            Assert.Equal(ControlOutcome.AlreadySo, (await client.CancelExecutionAsync(SuiteSeed.Cancelled)).Outcome);
            Assert.Equal(ControlOutcome.AlreadySo, (await client.CancelExecutionAsync(SuiteSeed.Terminated)).Outcome);
        }) { IsPositivePath = true },

        new("Kubiya's other refusals tell the caller the status", async context =>
        {
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Kubiya().CancelExecutionAsync(SuiteSeed.Paused));
            Assert.Equal(RefusalReason.State, refused.Reason);
            Assert.EndsWith("(status: paused)", refused.Details.ServiceMessage, StringComparison.Ordinal);
        }) { IsPositivePath = true },
    ];

    private static ContractCheck Refuses(string command, params (string Execution, string Status)[] cases) => new($"Kubiya refuses to {command} with 200 and the status", async context =>
    {
        foreach (var (execution, status) in cases)
        {
            var answer = (await context.KubiyaWire.PostAsync(KubiyaPath.Of(execution, command), "", contentType: null)).Expect(200);
            Assert.Equal((false, execution, status), (answer.Flag("success"), answer.Text("execution_id"), answer.Text("status")));
            var refusal = command switch { "pause" => "Execution cannot be paused", "resume" => "Execution is not paused", _ => "Execution is not running" };
            Assert.Equal($"{refusal} (status: {status})", answer.Text("error"));
            Assert.Equal(status, (await context.KubiyaWire.GetAsync(KubiyaPath.Of(execution))).Text("status"));
        }
    });
}
