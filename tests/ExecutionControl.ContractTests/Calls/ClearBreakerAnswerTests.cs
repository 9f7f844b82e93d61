using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>Every documented answer to a clear of a breaker that is tripped.</summary>
public sealed class ClearBreakerAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string Clear = "POST " + ConductorOneAnswers.ClearBreakerPath;
    private const string Look = "GET " + ConductorOneAnswers.AutomationPath;

    private readonly TurnedClock _clock = new();
    private ConductorOneClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("conductorone/clear-breaker")];

    private ConductorOneClient Client => _client ??= ClientCredentials.Client(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task ClearCircuitBreakerAsync_DocumentedAnswer_EndsAsItMeans(string mapping)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Server.Stub(mapping, "conductorone/get-automation-tripped");
        Server.StubInTurn("conductorone/token-issued", "conductorone/token-renewed");

        // Looked at before, and before each repetition: it must be tripped as it was.
        string[] requests = answer.Meaning switch
        {
            AnswerMeaning.RefusedAuthentication => [Look, Clear, Clear],
            AnswerMeaning.NotProcessed => [Look, Clear, Clear, Clear, Clear],
            AnswerMeaning.Unclear => [Look, Clear, Look, Clear, Look, Clear, Look, Clear, Look],
            _ => [Look, Clear],
        };
        var expected = new ExpectedEnding(ControlService.ConductorOne, "clear-breaker", "aut_runaway", answer, requests.Count(request => request == Clear))
        {
            // A runaway trips again at once, and a blind repetition would let it go on.
            SafeToRepeat = answer.Meaning != AnswerMeaning.Unclear,
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? "the breaker is still tripped as it was before" : null,
        };

        var ending = await CallEnding.OfAsync(Client.ClearCircuitBreakerAsync("aut_runaway"));

        expected.AssertIs(ending);
        Assert.Equal(requests, Server.Requests.Select(request => request.ToString()).Where(request => !request.EndsWith(ConductorOneAnswers.TokenPath, StringComparison.Ordinal)));
    }
}
