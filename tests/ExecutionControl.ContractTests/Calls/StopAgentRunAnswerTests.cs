using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>Every documented answer to a ban and its undoing.</summary>
public sealed class StopAgentRunAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private readonly TurnedClock _clock = new();
    private CodegenClient? _client;

    public static TheoryData<string> Mappings => [.. DocumentedAnswers.Of("codegen/ban"), .. DocumentedAnswers.Of("codegen/unban")];

    private CodegenClient Client => _client ??= TestClients.Codegen(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Stop_DocumentedAnswer_EndsAsItMeans(string mapping)
    {
        var isBan = mapping.StartsWith("codegen/ban", StringComparison.Ordinal);
        var answer = DocumentedAnswers.Find(mapping);
        Server.Stub(mapping, "codegen/get-run-active");
        var sends = answer.Meaning is AnswerMeaning.NotProcessed or AnswerMeaning.Unclear ? 4 : 1;
        var expected = new ExpectedEnding(ControlService.Codegen, isBan ? "ban" : "unban", "101", answer, sends)
        {
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? "ACTIVE" : null,
        };
        var stop = $"POST {(isBan ? CodegenAnswers.BanPath : CodegenAnswers.UnbanPath)}";
        string[] looks = answer.Meaning == AnswerMeaning.Unclear ? ["GET " + CodegenAnswers.RunPath] : [];

        var ending = await CallEnding.OfAsync(isBan ? Client.BanPullRequestChecksAsync(101) : Client.UnbanPullRequestChecksAsync(101));

        expected.AssertIs(ending);
        Assert.Equal([.. Enumerable.Repeat(stop, sends), .. looks], Server.Requests.Select(request => request.ToString()));
        Assert.Equal(expected.Waits, _clock.Waits);
    }
}
