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
            var execution = await context.Kubiya().GetExecutionAsync(SuiteSeed.Waiting);
            Assert.Equal((SuiteSeed.Waiting, KubiyaExecutionState.WaitingForInput, "TEAM"), (execution.Id, execution.State, execution.ExecutionType));
        }) { IsPositivePath = true },

        new("Kubiya lists the executions, newest first", async context =>
        {
            var ids = await context.Kubiya().ListExecutionsAsync().Select(execution => execution.Id).ToListAsync();
            Assert.Equal((9, SuiteSeed.Queued), (ids.Count, ids[0]));
        }) { IsPositivePath = true },

        new("Kubiya lists the executions in one status", async context =>
        {
            var ids = await context.Kubiya().ListExecutionsAsync(new KubiyaExecutionFilter { State = KubiyaExecutionState.Paused }).Select(execution => execution.Id).ToListAsync();
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

        new("Kubiya's list reads a status and a type in any case, and takes an empty one for none", async context =>
        {
            Assert.Equal(SuiteSeed.Paused, (await context.KubiyaWire.GetAsync($"{KubiyaPath.Executions}?status_filter=PAUSED")).Expect(200).Text(0, "id"));
            Assert.Equal(9, (await context.KubiyaWire.GetAsync($"{KubiyaPath.Executions}?status_filter=")).Expect(200).Items().Count);
            var teams = (await context.KubiyaWire.GetAsync($"{KubiyaPath.Executions}?execution_type=team")).Expect(200);
            Assert.NotEmpty(teams.Items());
            Assert.All(Enumerable.Range(0, teams.Items().Count), place => Assert.Equal("TEAM", teams.Text(place, "execution_type")));
        }),

        new("Kubiya's list answers a negative number with its database's 500", async context =>
        {
            foreach (var query in (string[])["skip=-1", "limit=-1"])
            {
                Assert.StartsWith("Failed to list executions: ", (await context.KubiyaWire.GetAsync($"{KubiyaPath.Executions}?{query}")).Expect(500).Text("detail"), StringComparison.Ordinal);
            }
        }),

        new("Kubiya's executions have every field, set or not", async context =>
        {
            var execution = (await context.KubiyaWire.GetAsync(KubiyaPath.Of(SuiteSeed.Running))).Expect(200);
            var unset = ((string[])["system_prompt", "user_id", "user_name", "user_avatar", "usage", "execution_metadata", "participants"]).Select(name => execution.At(name).ValueKind);
            Assert.Equal([.. Enumerable.Repeat(JsonValueKind.Null, 4), JsonValueKind.Object, JsonValueKind.Object, JsonValueKind.Array], unset);
        }),

        new("Kubiya reads ids as Python does, and repeats them as they came", async context =>
        {
            foreach (var id in (string[])[$"urn:uuid:{SuiteSeed.Running}", $"%7B{SuiteSeed.Running}%7D", SuiteSeed.Running.Replace("-", "", StringComparison.Ordinal)])
            {
                Assert.Equal(SuiteSeed.Running, (await context.KubiyaWire.GetAsync(KubiyaPath.Of(id))).Expect(200).Text("id"));
            }

            var paused = (await context.KubiyaWire.PostAsync(KubiyaPath.Of($"urn:uuid:{SuiteSeed.Running}", "pause"), "", contentType: null)).Expect(200);
            Assert.Equal(
                ($"urn:uuid:{SuiteSeed.Running}", $"agent-execution-urn:uuid:{SuiteSeed.Running}"), (paused.Text("execution_id"), paused.Text("workflow_id")));
        }),
    ];
}
