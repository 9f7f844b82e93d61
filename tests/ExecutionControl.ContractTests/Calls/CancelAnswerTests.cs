using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Requests;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

public sealed class CancelAnswerTests(StubServer server) : StubbedTests(server)
{
    [Fact]
    public async Task CancelExecutionAsync_SuccessWithAWarning_IsAppliedAndHandsTheWarningOn()
    {
        var answer = DocumentedAnswers.Find("kubiya/cancel-warning");
        Server.Stub(answer.Mapping);
        using var client = TestClients.Kubiya(Server.Address, new TurnedClock());

        var result = await client.CancelExecutionAsync(KubiyaAnswers.ExecutionId);

        Assert.Equal((ControlOutcome.Applied, answer.Words, "Execution cancelled"), (result.Outcome, result.Warning, result.Message));
        var request = Assert.Single(Server.Requests);
        Assert.Equal("POST " + KubiyaAnswers.CancelPath, request.ToString());
        Assert.Equal(SentHeaders.OfEmptyPost(Server.Address, "kubiya-test-key"), request.HeaderLines);
    }
}
