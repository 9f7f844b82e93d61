using System.Text.Json;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>Reading executions.</summary>
internal static class ExecutionChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Kubiya shows an execution with its status", async context =>
        {
            var execution = await context.Kubiya().GetAsync(SuiteSeed.Waiting);
            Assert.Equal((SuiteSeed.Waiting, ExecutionStatus.WaitingForInput, "TEAM"), (execution.Id, execution.Status, execution.ExecutionType));
        }) { IsPositivePath = true },

        new("Kubiya lists the executions, newest first", async context =>
        {
            var ids = await context.Kubiya().ListAsync().Select(execution => execution.Id).ToListAsync();
            Assert.Equal((9, SuiteSeed.Queued), (ids.Count, ids[0]));
        }) { IsPositivePath = true },

        new("Kubiya lists the executions in one status", async context =>
        {
            var ids = await context.Kubiya().ListAsync(ExecutionStatus.Paused).Select(execution => execution.Id).ToListAsync();
            Assert.Equal([SuiteSeed.Paused], ids);
        }) { IsPositivePath = true },

        new("Kubiya's list is a bare array that skip and limit cut", async context =>
        {
            var all = (await context.KubiyaWire.GetAsync(KubiyaPath.Executions)).Expect(200);
            var some = (await context.KubiyaWire.GetAsync($"{KubiyaPath.Executions}?skip=2&limit=3")).Expect(200);
            Assert.Equal(JsonValueKind.Array, all.Json.ValueKind);
            Assert.Equal(Enumerable.Range(2, 3).Select(place => all.Text(place, "id")), some.Items().Select((_, place) => some.Text(place, "id")));
        }),

        new("Kubiya's list refuses a limit that is no number", async context =>
        {
            var refused = (await context.KubiyaWire.GetAsync($"{KubiyaPath.Executions}?limit=many")).Expect(422);
            Assert.Equal(("query", "limit", "int_parsing"), (refused.Text("detail", 0, "loc", 0), refused.Text("detail", 0, "loc", 1), refused.Text("detail", 0, "type")));
        }),

        new("Kubiya writes times as Python does, with and without a zone", async context =>
        {
            var execution = (await context.KubiyaWire.GetAsync(KubiyaPath.Of(SuiteSeed.Completed))).Expect(200);
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$", execution.Text("created_at"));
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$", execution.Text("completed_at"));
        }),
    ];
}
