using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.State;

public sealed class KillTests
{
    private const int Paused = 60_000;

    [Fact]
    public async Task Kill_InTheMiddleOfAResolve_LeavesNothingHalfDone()
    {
        var caught = 0;
        for (var round = 0; round < TestScale.Of(10); round++)
        {
            using var folder = new TemporaryFolder();
            var file = folder.File("state.db");
            bool isAnswered;
            await using (var server = await ChildServer.StartAsync(file, Paused))
            {
                using var caller = server.Caller();
                var answer = caller.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", """{"decision":2}""");
                await WaitForProgressAsync(server, round % 10);
                await server.KillAsync();

                // It may have come to its end just before.
                isAnswered = await answer.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default);
            }

            await using var survivor = await ReferenceServer.StartAsync(new() { StateFile = file });
            var left = survivor.State.Automation("aut_backlog").PausedCount;
            var row = Assert.Single(survivor.State.AuditRows);
            Assert.Equal(Paused - left, row.ResolvedCount);
            Assert.Equal(0, row.ErroredCount);
            Assert.Equal(left == 0, row.FinishedAt is not null);
            Assert.True(!isAnswered || left == 0);
            caught += left is > 0 and < Paused ? 1 : 0;

            // What is left is settled by asking again, each execution once.
            using var again = Caller.ConductorOne(survivor);
            var rest = await again.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", """{"decision":2}""");
            Assert.Equal(left, rest.Json.GetProperty("pausedCount").GetInt64());
            Assert.Equal(0, survivor.State.Automation("aut_backlog").PausedCount);
            Assert.Equal(Paused, survivor.State.AuditRows.Sum(each => each.ResolvedCount));
        }

        Assert.True(caught > 0, "no process was killed in the middle of its work");
    }

    // Until a few batches are through, another number of them in each round.
    private static async Task WaitForProgressAsync(ChildServer server, int batches)
    {
        using var caller = server.Caller();
        long settled;
        do
        {
            var list = await caller.PostAsync("/api/v1/search/all_automation_executions", """{"automationTemplateIds":["aut_backlog"],"executionStates":["AUTOMATION_EXECUTION_STATE_TERMINATE"],"pageSize":1}""");
            settled = list.Json.GetProperty("list") is { } found && found.GetArrayLength() > 0
                ? long.Parse(found[0].GetProperty("automationExecution").GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture) - 2_000_000
                : 0;
        }
        while (settled <= batches * 500);
    }
}
