using System.Text.Json.Nodes;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.WireMock;

namespace ExecutionControl.ContractTests.Requests;

[Collection(WireMockCollection.Name)]
public sealed class PauseRequestTests(WireMockServer server)
{
    [Fact]
    public async Task PauseAsync_Always_HasContentOfLengthZeroAndNoType()
    {
        await server.StubAsync("kubiya/pause-accepted");
        using var client = TestClients.Kubiya(server.Address, new TurnedClock());

        await client.PauseAsync(KubiyaAnswers.ExecutionId);

        var request = Assert.Single(await server.Admin.RequestsAsync());
        Assert.Equal("POST " + KubiyaAnswers.PausePath, request.ToString());
        Assert.Equal(0, request.BodyBytes.Length);
        Assert.Equal(SentHeaders.OfEmptyPost(server.Address, "kubiya-test-key"), request.HeaderLines);
    }

    [Fact]
    public async Task PauseAsync_AnswerSetsACookie_IsNotSentBack()
    {
        var mapping = Mapping.Load("kubiya/pause-accepted");
        mapping["response"]!["headers"]!["Set-Cookie"] = JsonValue.Create("session=1; Path=/");
        await server.StubAsync();
        await server.Admin.AddAsync(mapping);
        using var client = TestClients.Kubiya(server.Address, new TurnedClock());

        await client.PauseAsync(KubiyaAnswers.ExecutionId);
        await client.PauseAsync(KubiyaAnswers.ExecutionId);

        var requests = await server.Admin.RequestsAsync();
        Assert.Equal(2, requests.Count);
        Assert.Equal(requests[0].HeaderLines, requests[1].HeaderLines);
    }

    [Fact]
    public async Task PauseAsync_UnclearAnswers_AreFollowedByALookWithoutABody()
    {
        await server.StubAsync("kubiya/pause-unavailable", "kubiya/get-execution-paused");
        using var client = TestClients.Kubiya(server.Address, new TurnedClock());

        await client.PauseAsync(KubiyaAnswers.ExecutionId);

        var requests = await server.Admin.RequestsAsync();
        Assert.All(requests.SkipLast(1), request => Assert.Equal(SentHeaders.OfEmptyPost(server.Address, "kubiya-test-key"), request.HeaderLines));
        Assert.Equal("GET " + KubiyaAnswers.ExecutionPath, requests[^1].ToString());
        Assert.Equal(["Accept: application/json", "Authorization: Bearer kubiya-test-key", $"Host: {server.Address.Authority}"], requests[^1].HeaderLines);
    }
}
