using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

public sealed class TerminateAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string Id = "9007199254740993";
    private const string Token = "POST " + ConductorOneAnswers.TokenPath;
    private const string Terminate = "POST " + ConductorOneAnswers.TerminatePath;
    private const string Look = "GET " + ConductorOneAnswers.ExecutionPath;

    private readonly TurnedClock _clock = new TurnedClock();
    private ConductorOneClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("conductorone/terminate")];

    private ConductorOneClient Client => _client ??= ClientCredentials.Client(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task TerminateAutomationExecutionAsync_DocumentedAnswer_EndsAsItMeans(string mapping)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Stub(mapping, "conductorone/get-execution-running");
        string[] requests = answer.Meaning switch
        {
            AnswerMeaning.RefusedAuthentication => [Token, Terminate, Token, Terminate],
            AnswerMeaning.NotProcessed => [Token, Terminate, Terminate, Terminate, Terminate],
            AnswerMeaning.Unclear => [Token, Terminate, Terminate, Terminate, Terminate, Look],
            _ => [Token, Terminate],
        };
        var expected = new ExpectedEnding(ControlService.ConductorOne, "terminate", Id, answer, requests.Count(request => request == Terminate))
        {
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? "AUTOMATION_EXECUTION_STATE_PROCESS_STEP" : null,
        };

        var ending = await CallEnding.OfAsync(Client.TerminateAutomationExecutionAsync(Id));

        expected.AssertIs(ending);
        Assert.Equal(requests, Server.Requests.Select(request => request.ToString()));
        Assert.Equal(expected.Waits, _clock.Waits);
    }

    [Theory]
    [InlineData("running", ControlOutcome.Unknown)]
    [InlineData("done", ControlOutcome.Unknown)]
    [InlineData("terminated", ControlOutcome.Applied)]
    public async Task TerminateAutomationExecutionAsync_OnlyUnclearAnswers_IsSettledByTheStateThatALookShows(string state, ControlOutcome outcome)
    {
        var look = DocumentedAnswers.Find($"conductorone/get-execution-{state}");
        Stub("conductorone/terminate-bare-error", look.Mapping);

        var ending = await CallEnding.OfAsync(Client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal(outcome, ending.Outcome);
        Assert.Equal(outcome == ControlOutcome.Applied ? null : look.State, ending.Failure?.Details.ObservedState);
        Assert.Equal(outcome == ControlOutcome.Applied, ending.Result?.HadUnclearAttempt ?? false);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_UnclearAnswerThenRefusal_IsUnknownNotRefused()
    {
        Stub("conductorone/get-execution-running");
        Server.StubInTurn("conductorone/terminate-unavailable", "conductorone/terminate-forbidden");

        var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => Client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal((403, 2, true), (failure.Details.StatusCode, failure.Details.Attempts, failure.SafeToRepeat));
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_RateLimitedThenAccepted_IsAppliedAfterTheWaitThatWasAskedFor()
    {
        Stub();
        Server.StubInTurn("conductorone/terminate-rate-limited", "conductorone/terminate-accepted");

        var result = await Client.TerminateAutomationExecutionAsync(Id);

        Assert.Equal((ControlOutcome.Applied, 2, false), (result.Outcome, result.Attempts, result.HadUnclearAttempt));
        Assert.Equal([TimeSpan.FromSeconds(1)], _clock.Waits);
    }

    private void Stub(params string[] mappings)
    {
        Server.Stub(mappings);
        Server.StubInTurn("conductorone/token-issued", "conductorone/token-renewed");
    }
}
