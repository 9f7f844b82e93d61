using System.Text.Json.Nodes;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

public sealed class PauseRequestTests(StubServer server) : StubbedTests(server)
{
    [Fact]
    public async Task PauseExecutionAsync_Always_HasContentOfLengthZeroAndNoType()
    {
        Server.Stub("kubiya/pause-accepted");
        using var client = TestClients.Kubiya(Server.Address, new TurnedClock());

        await client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);

        var request = Assert.Single(Server.Requests);
        Assert.Equal("POST " + KubiyaAnswers.PausePath, request.ToString());
        Assert.Equal(0, request.BodyBytes.Length);
        Assert.Equal(SentHeaders.OfEmptyPost(Server.Address, "kubiya-test-key"), request.HeaderLines);
    }

    [Fact]
    public async Task PauseExecutionAsync_AnswerSetsACookie_IsNotSentBack()
    {
        var mapping = Mapping.Load("kubiya/pause-accepted");
        mapping["Response"]!["Headers"]!["Set-Cookie"] = JsonValue.Create("session=1; Path=/");
        Server.Add(mapping);
        using var client = TestClients.Kubiya(Server.Address, new TurnedClock());

        await client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);
        await client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);

        var requests = Server.Requests;
        Assert.Equal(2, requests.Count);
        Assert.Equal(requests[0].HeaderLines, requests[1].HeaderLines);
    }

    [Fact]
    public async Task PauseExecutionAsync_UnclearAnswers_AreFollowedByALookWithoutABody()
    {
        Server.Stub("kubiya/pause-unavailable", "kubiya/get-execution-paused");
        using var client = TestClients.Kubiya(Server.Address, new TurnedClock());

        await client.PauseExecutionAsync(KubiyaAnswers.ExecutionId);

        var requests = Server.Requests;
        Assert.All(requests.SkipLast(1), request => Assert.Equal(SentHeaders.OfEmptyPost(Server.Address, "kubiya-test-key"), request.HeaderLines));
        Assert.Equal("GET " + KubiyaAnswers.ExecutionPath, requests[^1].ToString());
        Assert.Equal(SentHeaders.OfLook(Server.Address, "kubiya-test-key"), requests[^1].HeaderLines);
    }
}
