using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>Every documented answer to disabling and enabling an automation.</summary>
public sealed class UpdateAutomationAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string Disabled = "conductorone/update-automation-disabled";
    private const string Enabled = "conductorone/update-automation-enabled";
    private const string Update = "POST " + ConductorOneAnswers.AutomationPath;
    private const string Look = "GET " + ConductorOneAnswers.AutomationPath;

    private readonly TurnedClock _clock = new();
    private ConductorOneClient? _client;

    /// <summary>Each answer with whether it is given to an enabling; a success shows one of the two.</summary>
    public static TheoryData<string, bool> Answers
    {
        get
        {
            var answers = new TheoryData<string, bool>();
            foreach (var mapping in DocumentedAnswers.Of("conductorone/update-automation"))
            {
                foreach (var isEnabled in (bool[])[false, true])
                {
                    if (mapping != (isEnabled ? Disabled : Enabled))
                    {
                        answers.Add(mapping, isEnabled);
                    }
                }
            }

            return answers;
        }
    }

    private ConductorOneClient Client => _client ??= ClientCredentials.Client(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task UpdateAutomation_DocumentedAnswer_EndsAsItMeans(string mapping, bool isEnabled)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Stub(mapping, isEnabled ? "conductorone/get-automation-disabled" : "conductorone/get-automation-closed");
        string[] requests = answer.Meaning switch
        {
            AnswerMeaning.RefusedAuthentication => [Update, Update],
            AnswerMeaning.NotProcessed => [Update, Update, Update, Update],
            AnswerMeaning.Unclear => [Update, Update, Update, Update, Look],
            _ => [Update],
        };
        var operation = isEnabled ? "enable" : "disable";
        var expected = new ExpectedEnding(ControlService.ConductorOne, operation, "aut_runaway", answer, requests.Count(request => request == Update))
        {
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? (isEnabled ? "disabled" : "enabled") : null,
        };

        var ending = await CallEnding.OfAsync(SetAsync(isEnabled));

        expected.AssertIs(ending);
        Assert.Equal(isEnabled, (ending.Result as UpdateAutomationResult)?.IsEnabled ?? isEnabled);
        Assert.Equal(requests, Requests());
        Assert.Equal(expected.Waits, _clock.Waits);
    }

    /// <summary>A success that shows the opposite is no evidence of this effect: it is asked again, and looked at in the end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateAutomation_SuccessThatShowsTheOpposite_IsNotApplied(bool isEnabled)
    {
        Stub(isEnabled ? Disabled : Enabled, isEnabled ? "conductorone/get-automation-disabled" : "conductorone/get-automation-closed");

        var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => SetAsync(isEnabled));

        Assert.Equal((isEnabled ? "disabled" : "enabled", true), (failure.Details.ObservedState, failure.SafeToRepeat));
        Assert.Equal([Update, Update, Update, Update, Look], Requests());
        Assert.DoesNotContain("do-not-show", failure.ToString() + failure.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "closed", ControlOutcome.Unknown)]
    [InlineData(false, "disabled", ControlOutcome.Applied)]
    [InlineData(true, "disabled", ControlOutcome.Unknown)]
    [InlineData(true, "closed", ControlOutcome.Applied)]
    public async Task UpdateAutomation_OnlyUnclearAnswers_IsSettledByWhatALookShows(bool isEnabled, string look, ControlOutcome outcome)
    {
        Stub("conductorone/update-automation-internal-error", $"conductorone/get-automation-{look}");

        var ending = await CallEnding.OfAsync(SetAsync(isEnabled));

        Assert.Equal(outcome, ending.Outcome);
        Assert.Equal(outcome == ControlOutcome.Applied, ending.Result?.HadUnclearAttempt ?? false);
    }

    private async Task<ControlResult> SetAsync(bool isEnabled) =>
        isEnabled ? await Client.EnableAutomationAsync("aut_runaway") : await Client.DisableAutomationAsync("aut_runaway");

    private IEnumerable<string> Requests() =>
        Server.Requests.Select(request => request.ToString()).Where(request => !request.EndsWith(ConductorOneAnswers.TokenPath, StringComparison.Ordinal));

    private void Stub(params string[] mappings)
    {
        Server.Stub(mappings);
        Server.StubInTurn("conductorone/token-issued", "conductorone/token-renewed");
    }
}
