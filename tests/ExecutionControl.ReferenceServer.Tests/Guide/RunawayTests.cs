using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using ExecutionControl.Reference;

namespace Shop.Tests;

public sealed class RunawayTests
{
    [Fact]
    public async Task StopRunaway_ServiceIsDownAtFirst_CancelsAllButThreeOnTheSecondAttempt()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var conductorOne = ClientOf(server);

        // The next call is turned away, undone.
        server.Faults.Add(new FaultRule { Operation = OperationNames.ResolvePaused, Times = 1, Status = 503, Headers = { ["Retry-After"] = "1" } });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await CancelAsync(conductorOne));
        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);

        // Three of the 240 cannot be settled at once: the seed sees to that.
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(conductorOne));
        Assert.Equal(3, server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(2, server.Journal.Count(OperationNames.ResolvePaused));
        Assert.Equal("runaway", Assert.Single(server.State.AuditRows).Reason);
    }

    [Fact]
    public async Task Terminate_Accepted_TakesEffectLater()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var conductorOne = ClientOf(server);
        server.Clock.Freeze();
        using var answer = await conductorOne.PostAsJsonAsync("/api/v1/automation_executions/9007199254740993/actions/terminate", new { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("AUTOMATION_EXECUTION_STATE_PROCESS_STEP", server.State.Execution(9007199254740993).State);
        server.Clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal("AUTOMATION_EXECUTION_STATE_TERMINATE", server.State.Execution(9007199254740993).State);
    }

    private static HttpClient ClientOf(ReferenceServer server) => new()
    {
        BaseAddress = server.Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", server.Credentials.ConductorOne.AccessToken) },
    };

    private static async Task<HttpStatusCode> CancelAsync(HttpClient conductorOne)
    {
        using var answer = await conductorOne.PostAsJsonAsync(
            "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused",
            new { decision = "PAUSED_EXECUTION_DECISION_CANCEL", reason = "runaway" });
        return answer.StatusCode;
    }
}
