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
            Assert.Equal(ControlOutcome.Applied, (await client.BanPullRequestChecksAsync(SuiteSeed.PausedRun)).Outcome);
            Assert.Equal(
                [AgentRunState.Stopped, AgentRunState.Stopped, AgentRunState.Completed, AgentRunState.Paused],
                await StatusesAsync(client, SuiteSeed.PausedRun, SuiteSeed.ActiveRun, SuiteSeed.CompleteRun, SuiteSeed.LonePausedRun));
        }) { IsPositivePath = true },

        new("Codegen's unban starts nothing that was stopped", async context =>
        {
            var client = context.Codegen();
            var cards = new PullRequestChecksOptions { BeforeCardOrderId = "a1", AfterCardOrderId = "b2" };
            await client.BanPullRequestChecksAsync(SuiteSeed.ActiveRun, cards);
            Assert.Equal(ControlOutcome.Applied, (await client.UnbanPullRequestChecksAsync(SuiteSeed.ActiveRun)).Outcome);
            Assert.Equal([AgentRunState.Stopped, AgentRunState.Stopped], await StatusesAsync(client, SuiteSeed.PausedRun, SuiteSeed.ActiveRun));
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

    private static async Task<IReadOnlyList<AgentRunState>> StatusesAsync(CodegenClient client, params long[] runs)
    {
        var statuses = new List<AgentRunState>();
        foreach (var run in runs)
        {
            statuses.Add((await client.GetAgentRunAsync(run)).State);
        }

        return statuses;
    }
}
