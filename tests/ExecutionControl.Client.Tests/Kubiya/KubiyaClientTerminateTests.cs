using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Kubiya;

public sealed class KubiyaClientTerminateTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task TerminateExecutionAsync_SuccessWithAWarning_TellsIt()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true,"workflow_id":"agent-execution-1","warning":"the workflow may still run","message":"asked"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.TerminateExecutionAsync(Id, "runaway");

        Assert.Equal((ControlOutcome.Applied, "the workflow may still run", "asked"), (result.Outcome, result.Warning, result.Message));
    }

    [Fact]
    public async Task TerminateExecutionAsync_SuccessFalse_IsRefusedWithTheServicesWords()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":false,"error":"already final"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateExecutionAsync(Id, "runaway"));

        Assert.Equal(RefusalReason.State, exception.Reason);
        Assert.Contains("already final", exception.Message, StringComparison.Ordinal);
    }
}
