using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

public sealed class PauseAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string MalformedId = "not-a-uuid";

    private readonly TurnedClock _clock = new();
    private KubiyaClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("kubiya/pause")];

    private KubiyaClient Client => _client ??= TestClients.Kubiya(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task PauseExecutionAsync_DocumentedAnswer_EndsAsItMeans(string mapping)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Server.Stub(mapping, "kubiya/get-execution-running");
        var id = mapping.Contains("malformed-id", StringComparison.Ordinal) ? MalformedId : KubiyaAnswers.ExecutionId;
        var (pause, look) = ($"POST /api/v1/executions/{id}/pause", $"GET /api/v1/executions/{id}");
        string[] requests = answer.Meaning switch
        {
            AnswerMeaning.NotProcessed => [pause, pause, pause, pause],
            AnswerMeaning.Unclear => [pause, pause, pause, pause, look],
            _ => [pause],
        };
        var expected = new ExpectedEnding(ControlService.Kubiya, "pause", id, answer, requests.Count(request => request == pause))
        {
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? "running" : null,
        };

        var ending = await CallEnding.OfAsync(Client.PauseExecutionAsync(id));

        expected.AssertIs(ending);
        Assert.Equal(requests, Server.Requests.Select(request => request.ToString()));
        Assert.Equal(expected.Waits, _clock.Waits);
    }

    [Theory]
    [InlineData("accepted", "agent-execution-" + KubiyaAnswers.ExecutionId)]
    [InlineData("accepted-team", "team-execution-" + KubiyaAnswers.ExecutionId)]
    public async Task PauseExecutionAsync_Accepted_NamesTheWorkflow(string answer, string workflowId)
    {
        Server.Stub($"kubiya/pause-{answer}");

        var result = await Client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);

        Assert.Equal((workflowId, "Execution paused successfully", null), (result.WorkflowId, result.Message, result.State));
    }

    [Fact]
    public async Task PauseExecutionAsync_RefusedAsPaused_IsAlreadySoWithTheServicesWords()
    {
        Server.Stub("kubiya/pause-refused-paused");

        var result = await Client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);

        Assert.Equal((ControlOutcome.AlreadySo, KubiyaExecutionState.Paused, "Execution cannot be paused (status: paused)"), (result.Outcome, result.State, result.Message));
    }

    [Theory]
    [InlineData("running", ControlOutcome.Unknown)]
    [InlineData("completed", ControlOutcome.Unknown)]
    [InlineData("paused", ControlOutcome.Applied)]
    public async Task PauseExecutionAsync_OnlyUnclearAnswers_IsSettledByTheStatusThatALookShows(string status, ControlOutcome outcome)
    {
        Server.Stub("kubiya/pause-without-success", $"kubiya/get-execution-{status}");

        var ending = await CallEnding.OfAsync(Client.PauseExecutionAsync(KubiyaAnswers.ExecutionId));

        Assert.Equal(outcome, ending.Outcome);
        Assert.Equal(outcome == ControlOutcome.Applied ? null : status, ending.Failure?.Details.ObservedState);
        Assert.Equal(outcome == ControlOutcome.Applied, ending.Result?.HadUnclearAttempt ?? false);
    }

    [Fact]
    public async Task PauseExecutionAsync_UnclearAnswerThenRefusedAsPaused_IsAlreadySoAfterAnUnclearAttempt()
    {
        Server.StubInTurn("kubiya/pause-internal-error", "kubiya/pause-refused-paused");

        var result = await Client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);

        Assert.Equal((ControlOutcome.AlreadySo, 2, true), (result.Outcome, result.Attempts, result.HadUnclearAttempt));
    }
}
