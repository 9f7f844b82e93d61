using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Calls;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

public sealed class ResolvePausedRequestTests(StubServer server) : StubbedTests(server)
{
    private const string Id = "aut_runaway";

    private readonly TurnedClock _clock = new TurnedClock();

    [Theory]
    [InlineData(PausedExecutionDecision.Run, null, """{"decision":"PAUSED_EXECUTION_DECISION_RUN"}""")]
    [InlineData(PausedExecutionDecision.Run, "all clear", """{"decision":"PAUSED_EXECUTION_DECISION_RUN","reason":"all clear"}""")]
    [InlineData(PausedExecutionDecision.Cancel, null, """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL"}""")]
    [InlineData(PausedExecutionDecision.Cancel, "It's \"über\" 100 % \\ 🛑\nstop", """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"It's \"über\" 100 % \\ 🛑\nstop"}""")]
    public async Task ResolvePausedExecutionsAsync_DecisionAndReason_AreTheWholeBody(PausedExecutionDecision decision, string? reason, string body)
    {
        var request = await SendAsync(Id, decision, reason);

        Assert.Equal("POST " + ConductorOneAnswers.ResolvePausedPath, request.ToString());
        SentJson.AssertSame(body, request.Body);
        Assert.Equal(SentHeaders.OfJson(Server.Address, "c1-access-token", request), request.HeaderLines);
    }

    [Theory]
    [InlineData("aut 1", "aut%201")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("100%", "100%25")]
    [InlineData("%2F..%2F", "%252F..%252F")]
    [InlineData("grün", "gr%C3%BCn")]
    [InlineData("a&b=c+d:e@f;g,h", "a%26b%3Dc%2Bd%3Ae%40f%3Bg%2Ch")]
    [InlineData("a{b}c", "a%7Bb%7Dc")]
    [InlineData("...", "...")]
    [InlineData("a.b_c-d~e", "a.b_c-d~e")]
    public async Task ResolvePausedExecutionsAsync_IdWithReservedCharacters_IsOneEncodedSegmentOfThePath(string id, string segment)
    {
        var request = await SendAsync(id, PausedExecutionDecision.Run, reason: null);

        Assert.Equal($"POST /api/v1/automations/{segment}/circuit_breaker/resolve_paused", request.ToString());
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_StaticToken_IsSentAsItIsAndNoneIsAskedFor()
    {
        Server.Stub("conductorone/resolve-paused-nothing-paused", "conductorone/get-automation-closed");
        using var client = TestClients.ConductorOne(Server.Address, _clock);

        await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Run);

        var requests = Server.Requests;
        Assert.Equal(["POST " + ConductorOneAnswers.ResolvePausedPath, "GET " + ConductorOneAnswers.AutomationPath], requests.Select(request => request.ToString()));
        Assert.All(requests, request => Assert.Equal("Bearer c1-test-token", request.Header("Authorization")));
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_LookAfterwards_IsAGetWithoutABody()
    {
        await SendAsync(Id, PausedExecutionDecision.Run, reason: null);

        var look = Server.Requests[^1];

        Assert.Equal("GET " + ConductorOneAnswers.AutomationPath, look.ToString());
        Assert.Equal(SentHeaders.OfLook(Server.Address, "c1-access-token"), look.HeaderLines);
        Assert.Empty(look.Body);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_UnclearAnswer_SearchesForWhatIsStillPausedOfThatAutomation()
    {
        Server.Stub("conductorone/token-issued", "conductorone/search-executions-none", "conductorone/get-automation-closed");
        Server.StubInTurn("conductorone/resolve-paused-unavailable", "conductorone/resolve-paused-all-settled");
        using var client = ClientCredentials.Client(Server.Address, _clock);

        await client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        var requests = Server.Requests;
        var search = Assert.Single(requests, request => request.Url == ConductorOneAnswers.SearchPath);
        SentJson.AssertSame(
            """{"automationTemplateIds":["aut_runaway"],"executionStates":["AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"],"pageSize":100}""",
            search.Body);
        Assert.Equal(SentHeaders.OfJson(Server.Address, "c1-access-token", search), search.HeaderLines);
        var sent = requests.Where(request => request.Url == ConductorOneAnswers.ResolvePausedPath).Select(request => request.Body).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Equal(sent[0], sent[1]);
    }

    private async Task<RecordedRequest> SendAsync(string id, PausedExecutionDecision decision, string? reason)
    {
        Server.Stub("conductorone/token-issued", "conductorone/resolve-paused-all-settled", "conductorone/get-automation-closed");
        using var client = ClientCredentials.Client(Server.Address, _clock);
        await client.ResolvePausedExecutionsAsync(id, decision, new ResolvePausedOptions { Reason = reason });
        var requests = Server.Requests;
        Assert.Equal(["POST", "POST", "GET"], requests.Select(request => request.Method));
        return requests[1];
    }
}
