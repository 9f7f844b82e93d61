using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Codegen;

/// <summary>Resuming a paused run.</summary>
internal static class ResumeChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Codegen resumes a paused run", async context =>
        {
            var client = context.Codegen();
            var result = await client.ResumeAgentRunAsync(SuiteSeed.PausedRun, "go on", new ResumeAgentRunOptions { Images = ["data:image/png;base64,iVBORw0KGgo="] });
            Assert.Equal((ControlOutcome.Applied, SuiteSeed.PausedRun, AgentRunState.Active), (result.Outcome, result.Run.Id, result.Run.State));
            Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(result, TimeSpan.FromSeconds(10))).Outcome);
        }) { IsPositivePath = true },

        new("Codegen refuses to resume what is not paused, in the shape of its validation", async context =>
        {
            foreach (var run in (long[])[SuiteSeed.ActiveRun, SuiteSeed.CompleteRun])
            {
                var refused = (await context.CodegenWire.PostAsync($"{CodegenPath.Of(context)}/run/resume", $$"""{ "agent_run_id": {{run}}, "prompt": "go on" }""")).Expect(422);
                Assert.Equal(("body", "agent_run_id"), (refused.Text("detail", 0, "loc", 0), refused.Text("detail", 0, "loc", 1)));
                Assert.NotEqual("", refused.Text("detail", 0, "msg"));
                Assert.NotEqual("", refused.Text("detail", 0, "type"));
            }

            Assert.Equal("ACTIVE", (await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/run/{SuiteSeed.ActiveRun}")).Text("status"));
        }),

        new("Codegen takes a resume once: the second finds the run active", async context =>
        {
            var client = context.Codegen();
            await client.ResumeAgentRunAsync(SuiteSeed.LonePausedRun, "go on");
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ResumeAgentRunAsync(SuiteSeed.LonePausedRun, "go on"));
            Assert.Equal((RefusalReason.Validation, 422), (refused.Reason, refused.Details.StatusCode));
        }),

        new("Codegen knows no run of another id to resume, and lets nobody into another organization", async context =>
        {
            const string Body = """{ "agent_run_id": 999, "prompt": "go on" }""";
            Assert.Equal(404, (await context.CodegenWire.PostAsync($"{CodegenPath.Of(context)}/run/resume", Body)).Expect(404).Number("status_code"));
            Assert.Equal(403, (await context.CodegenWire.PostAsync($"/v1/organizations/{context.Target.OrganizationId + 1}/agent/run/resume", Body)).Expect(403).Number("status_code"));
        }),

        new("Codegen keeps the path on which earlier clients resume", async context =>
        {
            var answer = await context.CodegenWire.PostAsync(
                $"/v1/beta/organizations/{context.Target.OrganizationId}/agent/run/resume", $$"""{ "agent_run_id": {{SuiteSeed.PausedRun}}, "prompt": "go on" }""");
            Assert.Equal("ACTIVE", answer.Expect(200).Text("status"));
        }),

        new("Codegen ignores fields that it does not know", async context =>
        {
            var answer = await context.CodegenWire.PostAsync(
                $"{CodegenPath.Of(context)}/run/resume", $$"""{ "agent_run_id": {{SuiteSeed.PausedRun}}, "prompt": "go on", "images": null, "model": { "name": "x" } }""");
            Assert.Equal("ACTIVE", answer.Expect(200).Text("status"));
        }),
    ];
}
