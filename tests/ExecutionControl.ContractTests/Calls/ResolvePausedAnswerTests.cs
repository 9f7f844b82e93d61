using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

public sealed class ResolvePausedAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string Id = "aut_runaway";
    private const string Token = "POST " + ConductorOneAnswers.TokenPath;
    private const string ResolvePaused = "POST " + ConductorOneAnswers.ResolvePausedPath;
    private const string Search = "POST " + ConductorOneAnswers.SearchPath;
    private const string Look = "GET " + ConductorOneAnswers.AutomationPath;

    private readonly TurnedClock _clock = new TurnedClock();
    private ConductorOneClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("conductorone/resolve-paused")];

    private ConductorOneClient Client => _client ??= ClientCredentials.Client(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task ResolvePausedExecutionsAsync_DocumentedAnswer_EndsAsItMeans(string mapping)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Stub(mapping);
        string[] requests = answer.Meaning switch
        {
            AnswerMeaning.Applied or AnswerMeaning.AlreadySo or AnswerMeaning.Settling => [Token, ResolvePaused, Look],
            // Two rounds without progress are the last.
            AnswerMeaning.AppliedInPart => [Token, ResolvePaused, ResolvePaused, ResolvePaused, Look],
            AnswerMeaning.RefusedAuthentication => [Token, ResolvePaused, Token, ResolvePaused],
            AnswerMeaning.NotProcessed => [Token, ResolvePaused, ResolvePaused, ResolvePaused, ResolvePaused],
            AnswerMeaning.Unclear => [Token, ResolvePaused, Search, ResolvePaused, Search, ResolvePaused, Search, ResolvePaused],
            _ => [Token, ResolvePaused],
        };
        var expected = new ExpectedEnding(ControlService.ConductorOne, "resolve-paused", Id, answer, requests.Count(request => request == ResolvePaused));

        var ending = await CallEnding.OfAsync(Client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }));

        expected.AssertIs(ending);
        Assert.Equal(requests, Server.Requests.Select(request => request.ToString()));
        Assert.Equal(answer.Meaning == AnswerMeaning.AppliedInPart ? Seconds(1, 2) : expected.Waits, _clock.Waits);
    }

    [Theory]
    [InlineData("all-settled", 3, 0)]
    [InlineData("older-counts", 4294967295, 0)]
    [InlineData("nothing-paused", 0, 0)]
    [InlineData("some-errored", 711, 3)]
    public async Task ResolvePausedExecutionsAsync_Counts_AreAddedUpAsTheServiceGivesThem(string answer, long resolved, long errored)
    {
        Stub($"conductorone/resolve-paused-{answer}");

        var result = await Client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Run);

        Assert.Equal((resolved, errored, false, null), (result.ResolvedCount, result.ErroredCount, result.IsLowerBound, result.BulkActionId));
        Assert.Equal((PausedExecutionDecision.Run, true), (result.Decision, result.IsCircuitBreakerTripped));
        Assert.Null(result.Cause);
    }

    [Theory]
    [InlineData("bulk-action")]
    [InlineData("bulk-action-alone")]
    public async Task ResolvePausedExecutionsAsync_BulkAction_GoesOnInTheBackgroundWithoutACount(string answer)
    {
        Stub($"conductorone/resolve-paused-{answer}");

        var result = await Client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal("2v8hWjGyUBkGkHjOqPKyv0Gn1cR", result.BulkActionId);
        Assert.Equal((null, 0, true), (result.ResolvedCount, result.ErroredCount, result.IsSettling));
        Assert.Empty(result.Rounds);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_ErroredInTheFirstRound_AsksAgainForTheRest()
    {
        Stub();
        Server.StubInTurn("conductorone/resolve-paused-some-errored", "conductorone/resolve-paused-all-settled");

        var result = await Client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Applied, 240L, 0L), (result.Outcome, result.ResolvedCount, result.ErroredCount));
        Assert.Equal([new ResolvePausedRound { Number = 1, ResolvedCount = 237, ErroredCount = 3 }, new ResolvePausedRound { Number = 2, ResolvedCount = 3, ErroredCount = 0 }], result.Rounds);
        Assert.Equal([Token, ResolvePaused, ResolvePaused, Look], Server.Requests.Select(request => request.ToString()));
    }

    [Theory]
    [InlineData("tripped", true)]
    [InlineData("closed", false)]
    public async Task ResolvePausedExecutionsAsync_Settled_SaysWhetherTheBreakerIsTripped(string state, bool isTripped)
    {
        Stub("conductorone/resolve-paused-all-settled", $"conductorone/get-automation-{state}");

        var result = await Client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal(isTripped, result.IsCircuitBreakerTripped);
    }

    [Fact]
    public async Task ResolvePausedExecutionsAsync_UnclearAnswerThenZeros_IsALowerBoundAndNeverAlreadySo()
    {
        Stub();
        Server.StubInTurn("conductorone/resolve-paused-bad-gateway", "conductorone/resolve-paused-nothing-paused");

        var result = await Client.ResolvePausedExecutionsAsync(Id, PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" });

        Assert.Equal((ControlOutcome.Applied, 0L, true, true), (result.Outcome, result.ResolvedCount, result.IsLowerBound, result.HadUnclearAttempt));
    }

    private static IEnumerable<TimeSpan> Seconds(params double[] seconds) => seconds.Select(TimeSpan.FromSeconds);

    private void Stub(params string[] mappings)
    {
        Server.Stub(["conductorone/search-executions-none", "conductorone/get-automation-tripped", .. mappings]);
        Server.StubInTurn("conductorone/token-issued", "conductorone/token-renewed");
    }
}
