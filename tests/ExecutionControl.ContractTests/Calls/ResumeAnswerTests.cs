using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

public sealed class ResumeAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private const string Resume = "POST " + CodegenAnswers.ResumePath;
    private const string Look = "GET " + CodegenAnswers.RunPath;

    private readonly TurnedClock _clock = new();
    private CodegenClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("codegen/resume")];

    private CodegenClient Client => _client ??= TestClients.Codegen(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task ResumeAgentRunAsync_DocumentedAnswer_EndsAsItMeans(string mapping)
    {
        var answer = DocumentedAnswers.Find(mapping);
        Server.Stub(mapping, "codegen/get-run-active");
        string[] requests = answer.Meaning switch
        {
            AnswerMeaning.NotProcessed => [Resume, Resume, Resume, Resume],
            AnswerMeaning.Unclear => [Resume, Look],
            _ => [Resume],
        };
        var expected = new ExpectedEnding(ControlService.Codegen, "resume", "101", answer, requests.Count(request => request == Resume))
        {
            SafeToRepeat = answer.Meaning != AnswerMeaning.Unclear,
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? "ACTIVE" : null,
        };

        var ending = await CallEnding.OfAsync(Client.ResumeAgentRunAsync(101, "go on"));

        expected.AssertIs(ending);
        Assert.Equal(requests, Server.Requests.Select(request => request.ToString()));
        Assert.Equal(expected.Waits, _clock.Waits);
    }

    [Theory]
    [InlineData("active")]
    [InlineData("paused")]
    public async Task ResumeAgentRunAsync_UnclearAnswer_StaysUnknownWhateverALookShows(string state)
    {
        var look = DocumentedAnswers.Find($"codegen/get-run-{state}");
        Server.Stub("codegen/resume-internal-error", look.Mapping);

        var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => Client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal((look.State, false), (failure.Details.ObservedState, failure.SafeToRepeat));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_Accepted_ReadsTheWholeRun()
    {
        Server.Stub("codegen/resume-accepted");

        var run = (await Client.ResumeAgentRunAsync(101, "go on")).Run;

        Assert.Equal((101, 42, AgentRunState.Active), (run.Id, run.OrganizationId, run.State));
        Assert.Equal(
            ("2026-05-04T03:02:01.123456", "https://codegen.com/agent/trace/101", null, "Fix the build", "API"),
            (run.CreatedAtText, run.WebUrl, run.Result, run.Summary, run.SourceType));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero).AddMicroseconds(123456), run.CreatedAt);
        Assert.Equal(
            [new AgentRunPullRequest { Id = 9007199254740993, Title = "Fix the build", Url = "https://github.com/acme/app/pull/7", HeadBranchName = "fix-build" }],
            run.PullRequests);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_AcceptedWithNothingButIds_ReadsTheRunAllTheSame()
    {
        Server.Stub("codegen/resume-accepted-bare");

        var run = (await Client.ResumeAgentRunAsync(101, "go on")).Run;

        Assert.Equal((101, 42, "", null), (run.Id, run.OrganizationId, run.State.Value, run.WebUrl));
        Assert.Empty(run.PullRequests);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_SeveralFaults_NamesEachWithItsPlace()
    {
        Server.Stub("codegen/resume-several-faults");

        var failure = await Assert.ThrowsAsync<ControlCallRefusedException>(() => Client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal("body.prompt: field required; body.images.0: str type expected", failure.Details.ServiceMessage);
    }
}
