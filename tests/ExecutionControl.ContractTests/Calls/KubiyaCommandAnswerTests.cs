using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>Every documented answer to a resume, a cancel and a terminate of Kubiya's.</summary>
public sealed class KubiyaCommandAnswerTests(StubServer server) : StubbedTests(server), IDisposable
{
    private readonly TurnedClock _clock = new();
    private KubiyaClient? _client;

    /// <summary>A success with a warning is held by the tests of cancelling.</summary>
    public static TheoryData<string, string> Mappings
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var operation in (string[])["resume", "cancel", "terminate"])
            {
                foreach (var mapping in DocumentedAnswers.Of($"kubiya/{operation}").Where(name => DocumentedAnswers.Find(name).Meaning != AnswerMeaning.Unconfirmed))
                {
                    rows.Add(operation, mapping);
                }
            }

            return rows;
        }
    }

    private KubiyaClient Client => _client ??= TestClients.Kubiya(Server.Address, _clock);

    public void Dispose() => _client?.Dispose();

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Command_DocumentedAnswer_EndsAsItMeans(string operation, string mapping)
    {
        // The status that a look shows is no goal of the operation's.
        var state = operation == "resume" ? "paused" : "running";
        var answer = DocumentedAnswers.Find(mapping);
        Server.Stub(mapping, $"kubiya/get-execution-{state}");
        var id = mapping.Contains("malformed-id", StringComparison.Ordinal) ? "not-a-uuid" : KubiyaAnswers.ExecutionId;
        var (command, look) = ($"POST /api/v1/executions/{id}/{operation}", $"GET /api/v1/executions/{id}");
        string[] requests = answer.Meaning == AnswerMeaning.Unclear ? [command, command, command, command, look] : [command];
        var expected = new ExpectedEnding(ControlService.Kubiya, operation, id, answer, requests.Count(request => request == command))
        {
            ObservedState = answer.Meaning == AnswerMeaning.Unclear ? state : null,
        };

        var ending = await CallEnding.OfAsync(operation switch
        {
            "resume" => Client.ResumeExecutionAsync(id),
            "cancel" => Client.CancelExecutionAsync(id),
            _ => Client.TerminateExecutionAsync(id, "runaway"),
        });

        expected.AssertIs(ending);
        Assert.Equal(requests, Server.Requests.Select(request => request.ToString()));
        Assert.Equal(expected.Waits, _clock.Waits);
    }
}
