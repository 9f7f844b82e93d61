using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Codegen;

/// <summary>Stopping the agents of a pull request, and letting new ones start.</summary>
internal static class BanChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Codegen's ban stops every unfinished run of the pull request, and no other", async context =>
        {
            var client = context.Codegen();
            Assert.Equal(ControlOutcome.Applied, (await client.BanAsync(SuiteSeed.PausedRun)).Outcome);
            Assert.Equal(
                [AgentRunStatus.Stopped, AgentRunStatus.Stopped, AgentRunStatus.Complete, AgentRunStatus.Paused],
                await StatusesAsync(client, SuiteSeed.PausedRun, SuiteSeed.ActiveRun, SuiteSeed.CompleteRun, SuiteSeed.LonePausedRun));
        }) { IsPositivePath = true },

        new("Codegen's unban starts nothing that was stopped", async context =>
        {
            var client = context.Codegen();
            await client.BanAsync(SuiteSeed.ActiveRun, "a1", "b2");
            Assert.Equal(ControlOutcome.Applied, (await client.UnbanAsync(SuiteSeed.ActiveRun)).Outcome);
            Assert.Equal([AgentRunStatus.Stopped, AgentRunStatus.Stopped], await StatusesAsync(client, SuiteSeed.PausedRun, SuiteSeed.ActiveRun));
        }) { IsPositivePath = true },

        new("Codegen knows no run of another id to ban", async context =>
        {
            foreach (var operation in (string[])["ban", "unban"])
            {
                var answer = await context.CodegenWire.PostAsync($"{CodegenPath.Of(context)}/run/{operation}", """{ "agent_run_id": 999 }""");
                Assert.Equal(("Agent run not found.", 404L), (answer.Expect(404).Text("message"), answer.Number("status_code")));
            }
        }),
    ];

    private static async Task<IReadOnlyList<AgentRunStatus>> StatusesAsync(CodegenClient client, params long[] runs)
    {
        var statuses = new List<AgentRunStatus>();
        foreach (var run in runs)
        {
            statuses.Add((await client.GetAsync(run)).Status);
        }

        return statuses;
    }
}
