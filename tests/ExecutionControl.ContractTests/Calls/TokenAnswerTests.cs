using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

public sealed class TokenAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string Id = "9007199254740993";
    private const string Token = "POST " + ConductorOneAnswers.TokenPath;
    private const string Terminate = "POST " + ConductorOneAnswers.TerminatePath;
    private const string FirstToken = "c1-access-token";
    private const string SecondToken = "c1-renewed-token";

    private readonly TurnedClock _clock = new TurnedClock();
    private ConductorOneClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("conductorone/token")];

    private ConductorOneClient Client => _client ??= ClientCredentials.Client(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task TokenAnswer_Documented_EndsTheCallAsItMeans(string mapping)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Server.Stub(mapping, "conductorone/terminate-accepted");
        var (outcome, reason, requests) = answer.Meaning switch
        {
            AnswerMeaning.Information => (ControlOutcome.Applied, default(RefusalReason?), new[] { Token, Terminate }),
            AnswerMeaning.NotProcessed => (ControlOutcome.NotApplied, null, [Token, Token, Token, Token]),
            _ => (ControlOutcome.Refused, RefusalReason.Authentication, [Token]),
        };

        var ending = await CallEnding.OfAsync(Client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal((outcome, reason), (ending.Outcome, ending.Reason));
        Assert.Equal(requests, Requests());
        if (ending.Failure is { } failure)
        {
            AssertFailure(answer, failure);
        }
    }

    [Theory]
    [InlineData("issued", FirstToken)]
    [InlineData("renewed", SecondToken)]
    public async Task TokenAnswer_Issued_IsTheTokenOfTheCall(string answer, string token)
    {
        Server.Stub($"conductorone/token-{answer}", "conductorone/terminate-accepted");

        await Client.TerminateAutomationExecutionAsync(Id);

        Assert.Equal([$"Bearer {token}"], Authorizations());
    }

    [Fact]
    public async Task TokenAnswer_ManyCallsAtOnce_AreServedByOneToken()
    {
        Server.Stub("conductorone/token-issued", "conductorone/terminate-accepted");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.TerminateAutomationExecutionAsync(Id)));

        var requests = Requests();
        Assert.Equal((1, 20), (requests.Count(request => request == Token), requests.Count(request => request == Terminate)));
    }

    [Fact]
    public async Task TokenAnswer_LifetimeOver_ANewOneIsAskedFor()
    {
        StubTokens("issued", "renewed");
        Server.Stub("conductorone/terminate-accepted");

        await Client.TerminateAutomationExecutionAsync(Id);
        // The last second before a renewal may begin in the background, which is five minutes before the end.
        _clock.Advance(TimeSpan.FromSeconds(3299));
        await Client.TerminateAutomationExecutionAsync(Id);
        _clock.Advance(TimeSpan.FromSeconds(301));
        await Client.TerminateAutomationExecutionAsync(Id);

        Assert.Equal([Token, Terminate, Terminate, Token, Terminate], Requests());
        Assert.Equal([$"Bearer {FirstToken}", $"Bearer {FirstToken}", $"Bearer {SecondToken}"], Authorizations());
    }

    [Fact]
    public async Task TokenAnswer_UnavailableAtFirst_IsAskedForAgainAfterTheWaitAndTheCallApplied()
    {
        StubTokens("unavailable", "issued");
        Server.Stub("conductorone/terminate-accepted");

        var result = await Client.TerminateAutomationExecutionAsync(Id);

        Assert.Equal((ControlOutcome.Applied, 2, false), (result.Outcome, result.Attempts, result.HadUnclearAttempt));
        Assert.Equal([Token, Token, Terminate], Requests());
        Assert.Equal([TimeSpan.FromSeconds(1)], _clock.Waits);
    }

    [Fact]
    public async Task ApiRejectsTheToken_Once_IsAskedAgainWithANewOne()
    {
        StubTokens("issued", "renewed");
        Server.StubInTurn("conductorone/terminate-unauthenticated", "conductorone/terminate-accepted");

        var result = await Client.TerminateAutomationExecutionAsync(Id);

        Assert.Equal((ControlOutcome.Applied, 2, false), (result.Outcome, result.Attempts, result.HadUnclearAttempt));
        Assert.Equal([Token, Terminate, Token, Terminate], Requests());
        Assert.Equal([$"Bearer {FirstToken}", $"Bearer {SecondToken}"], Authorizations());
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task ApiRejectsTheToken_Always_IsRefusedAfterOneRenewal()
    {
        StubTokens("issued", "renewed");
        Server.Stub("conductorone/terminate-unauthenticated");

        var failure = await Assert.ThrowsAsync<ControlCallRefusedException>(() => Client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal((RefusalReason.Authentication, "te-401", 401), (failure.Reason, failure.Details.RequestId, failure.Details.StatusCode));
        Assert.Equal([Token, Terminate, Token, Terminate], Requests());
        AssertHoldsNoSecret(failure);
    }

    [Fact]
    public async Task ApiRejectsTheToken_RenewalGivesTheSameOne_IsNotSentASecondTime()
    {
        Server.Stub("conductorone/token-issued", "conductorone/terminate-unauthenticated");

        var failure = await Assert.ThrowsAsync<ControlCallRefusedException>(() => Client.TerminateAutomationExecutionAsync(Id));

        Assert.Equal((RefusalReason.Authentication, 1), (failure.Reason, failure.Details.Attempts));
        Assert.Equal([Token, Terminate, Token], Requests());
    }

    [Fact]
    public async Task TokenAnswer_RejectedOnce_IsNotRemembered()
    {
        StubTokens("rejected", "issued");
        Server.Stub("conductorone/terminate-accepted");

        await Assert.ThrowsAsync<ControlCallRefusedException>(() => Client.TerminateAutomationExecutionAsync(Id));
        var result = await Client.TerminateAutomationExecutionAsync(Id);

        Assert.Equal(ControlOutcome.Applied, result.Outcome);
        Assert.Equal([Token, Token, Terminate], Requests());
    }

    private static void AssertFailure(DocumentedAnswer answer, ControlCallException failure)
    {
        var details = failure.Details;
        Assert.True(failure.SafeToRepeat);
        Assert.Equal((answer.Status, answer.RetryAfter), (details.StatusCode, details.RetryAfter));
        Assert.Contains("token endpoint", failure.Message, StringComparison.Ordinal);
        Assert.Equal(answer.Words, details.ServiceMessage);
        Assert.Contains(answer.Words ?? "", failure.Message, StringComparison.Ordinal);
        if (answer.Status == 200)
        {
            // It may hold a token.
            Assert.Null(details.ResponseBody);
        }
        else
        {
            MappedBody.AssertSame(answer.Mapping, details.ResponseBody);
        }

        AssertHoldsNoSecret(failure);
    }

    private static void AssertHoldsNoSecret(ControlCallException failure)
    {
        string[] secrets = [ClientSecretText.SeedText, ClientSecretText.Valid, FirstToken, SecondToken];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, $"{failure} {failure.Details}", StringComparison.Ordinal));
    }

    private void StubTokens(params string[] answers) => Server.StubInTurn([.. answers.Select(answer => $"conductorone/token-{answer}")]);

    private IEnumerable<string> Requests() => Server.Requests.Select(request => request.ToString());

    private IEnumerable<string?> Authorizations() =>
        Server.Requests.Where(request => request.Url == ConductorOneAnswers.TerminatePath).Select(request => request.Header("Authorization"));
}
