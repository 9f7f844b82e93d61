using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Requests;
using ExecutionControl.ContractTests.WireMock;

namespace ExecutionControl.ContractTests.Calls;

[Collection(WireMockCollection.Name)]
public sealed class CancelAnswerTests(WireMockServer server)
{
    [Fact]
    public async Task CancelAsync_SuccessWithAWarning_IsAppliedAndHandsTheWarningOn()
    {
        var answer = DocumentedAnswers.Find("kubiya/cancel-warning");
        await server.StubAsync(answer.Mapping);
        using var client = TestClients.Kubiya(server.Address, new TurnedClock());

        var result = await client.CancelAsync(KubiyaAnswers.ExecutionId);

        Assert.Equal((ControlOutcome.Applied, answer.Words, "Execution cancelled"), (result.Outcome, result.Warning, result.Message));
        var request = Assert.Single(await server.Admin.RequestsAsync());
        Assert.Equal("POST " + KubiyaAnswers.CancelPath, request.ToString());
        Assert.Equal(SentHeaders.OfEmptyPost(server.Address, "kubiya-test-key"), request.HeaderLines);
    }
}
