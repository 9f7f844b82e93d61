using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Codegen;

/// <summary>Reading agent runs.</summary>
internal static class AgentRunChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Codegen shows a run with its status and its pull request", async context =>
        {
            var run = await context.Codegen().GetAgentRunAsync(SuiteSeed.PausedRun);
            Assert.Equal((SuiteSeed.PausedRun, context.Target.OrganizationId, AgentRunState.Paused, "SLACK"), (run.Id, run.OrganizationId, run.State, run.SourceType));
            Assert.Equal(318, Assert.Single(run.PullRequests).Id);
        }) { IsPositivePath = true },

        new("Codegen shows the result of a run that is complete", async context =>
        {
            var run = await context.Codegen().GetAgentRunAsync(SuiteSeed.CompleteRun);
            Assert.Equal((AgentRunState.Completed, "Done."), (run.State, run.Result));
        }) { IsPositivePath = true },

        new("Codegen lists the runs, newest first", async context =>
        {
            var ids = await context.Codegen().ListAgentRunsAsync().Select(run => run.Id).ToListAsync();
            Assert.Equal([SuiteSeed.LonePausedRun, SuiteSeed.CompleteRun, SuiteSeed.ActiveRun, SuiteSeed.PausedRun], ids);
        }) { IsPositivePath = true },

        new("Codegen lists the runs of one source", async context =>
        {
            var ids = await context.Codegen().ListAgentRunsAsync(new AgentRunFilter { SourceType = "SLACK" }).Select(run => run.Id).ToListAsync();
            Assert.Equal([SuiteSeed.PausedRun], ids);
        }) { IsPositivePath = true },

        new("Codegen's page says how many runs and pages there are", async context =>
        {
            var page = (await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/runs?skip=2&limit=1")).Expect(200);
            Assert.Equal(SuiteSeed.ActiveRun, page.Number("items", 0, "id"));
            Assert.Equal((4L, 3L, 1L, 4L), (page.Number("total"), page.Number("page"), page.Number("size"), page.Number("pages")));
        }),

        new("Codegen writes ids as numbers and the status as a text", async context =>
        {
            var run = (await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/run/{SuiteSeed.PausedRun}")).Expect(200);
            Assert.Equal((SuiteSeed.PausedRun, context.Target.OrganizationId, "PAUSED"), (run.Number("id"), run.Number("organization_id"), run.Text("status")));
            Assert.Equal(318, run.Number("github_pull_requests", 0, "id"));
        }),

        new("Codegen's status is a free text whose case varies", async context =>
        {
            await context.Control.SeedAsync("""{ "agentRuns": [ { "id": 101, "status": "paused" }, { "id": 102, "status": "Max_Iterations_Reached" }, { "id": 103, "status": "THINKING" } ] }""");
            var client = context.Codegen();
            Assert.Equal(AgentRunState.Paused, (await client.GetAgentRunAsync(101)).State);
            Assert.True((await client.GetAgentRunAsync(102)).State.IsFinal);
            Assert.Equal(("THINKING", false), ((await client.GetAgentRunAsync(103)).State.Value, (await client.GetAgentRunAsync(103)).State.IsFinal));
            Assert.Equal(ControlOutcome.Applied, (await client.ResumeAgentRunAsync(101, "go on")).Outcome);
        }) { IsPositivePath = true },

        new("Codegen knows no run of another id, and lets nobody into another organization", async context =>
        {
            var missing = await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/run/999");
            Assert.Equal(("Agent run not found.", 404L), (missing.Expect(404).Text("message"), missing.Number("status_code")));
            var foreign = await context.CodegenWire.GetAsync($"/v1/organizations/{context.Target.OrganizationId + 1}/agent/run/{SuiteSeed.PausedRun}");
            Assert.Equal(("You do not have access to this organization.", 403L), (foreign.Expect(403).Text("message"), foreign.Number("status_code")));

            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Codegen().GetAgentRunAsync(999));
            Assert.Equal(RefusalReason.NotFound, refused.Reason);
        }),
    ];
}
