using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Kubiya;

public sealed class KubiyaClientPauseTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task PauseExecutionAsync_SuccessTrue_IsApplied()
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"success":true,"execution_id":"{{Id}}","workflow_id":"agent-execution-{{Id}}","message":"paused"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.PauseExecutionAsync(Id);

        Assert.Equal((ControlOutcome.Applied, $"agent-execution-{Id}", "paused"), (result.Outcome, result.WorkflowId, result.Message));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", $"/api/v1/executions/{Id}/pause", "Bearer kubiya-test-key", "0"), (request.Method, request.Path, request.Headers["Authorization"], request.Headers["Content-Length"]));
    }

    [Fact]
    public async Task PauseExecutionAsync_RefusedAsPaused_IsAlreadySo()
    {
        await using var server = new ScriptedServer(Refusal("paused"));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.PauseExecutionAsync(Id);

        Assert.Equal((ControlOutcome.AlreadySo, KubiyaExecutionState.Paused), (result.Outcome, result.State));
    }

    [Fact]
    public async Task PauseExecutionAsync_RefusedAsCompleted_IsRefusedWithTheServicesWords()
    {
        await using var server = new ScriptedServer(Refusal("completed"));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal(RefusalReason.State, exception.Reason);
        Assert.Contains("cannot be paused (status: completed)", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PauseExecutionAsync_IdIsNoUuid_IsRefusedAfterOneRequest()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"detail":"Failed to pause execution: badly formed hexadecimal UUID string"}""", 500));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync("not-a-uuid"));

        Assert.Equal((RefusalReason.Validation, 500), (exception.Reason, exception.Details.StatusCode));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PauseExecutionAsync_SuccessIsNoBoolean_LooksAtTheExecution()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST"
            ? Reply.Json("""{"success":"true"}""")
            : Reply.Json($$"""{"id":"{{Id}}","status":"paused"}"""));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        var result = await client.PauseExecutionAsync(Id);

        Assert.Equal((ControlOutcome.Applied, true), (result.Outcome, result.HadUnclearAttempt));
    }

    [Fact]
    public async Task PauseExecutionAsync_AnswerLostThenRefusedAsPaused_IsAlreadySoAfterAnUnclearAttempt()
    {
        await using var server = new ScriptedServer(Reply.Reset, Refusal("paused"));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var result = await client.PauseExecutionAsync(Id);

        Assert.Equal((ControlOutcome.AlreadySo, true, 2), (result.Outcome, result.HadUnclearAttempt, result.Attempts));
        Assert.Equal([TimeSpan.FromSeconds(1)], _clock.Waits);
    }

    [Fact]
    public async Task PauseExecutionAsync_AnswerLostThenForbidden_IsUnknownNotRefused()
    {
        await using var server = new ScriptedServer(request => request switch
        {
            { Number: 1 } => Reply.Reset,
            { Method: "POST" } => Reply.Json("""{"detail":"no access"}""", 403),
            _ => Reply.Json($$"""{"id":"{{Id}}","status":"running"}"""),
        });
        using var client = TestClients.Kubiya(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal((true, "running", 403), (exception.SafeToRepeat, exception.Details.ObservedState, exception.Details.StatusCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\r\nb")]
    public async Task PauseExecutionAsync_IdThatIsNone_SendsNothing(string id)
    {
        await using var server = new ScriptedServer(Refusal("paused"));
        using var client = TestClients.Kubiya(server.Url, _clock);

        await Assert.ThrowsAsync<ArgumentException>(() => client.PauseExecutionAsync(id));

        Assert.Empty(server.Requests);
    }

    private static Reply Refusal(string status) => Reply.Json(
        $$"""{"success":false,"error":"Execution cannot be paused (status: {{status}})","execution_id":"{{Id}}","status":"{{status}}"}""");
}
