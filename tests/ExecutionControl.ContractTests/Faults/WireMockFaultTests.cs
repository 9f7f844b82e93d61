using System.Text.Json.Nodes;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>The faults that stubs make.</summary>
public sealed class WireMockFaultTests(StubServer server) : StubbedTests(server)
{
    public static TheoryData<string, string> Cells => FaultMatrix.Cells(areWireMocks: true);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Call_FacesFault_EndsAsDesigned(string operation, string fault)
    {
        await RunAsync(ControlledOperations.Find(operation), FaultMatrix.Find(fault)).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task RunAsync(ControlledOperation operation, Fault fault)
    {
        await using var other = new ScriptedServer(Reply.Json("{}"));
        var scene = new FaultScene(operation, other.Url);
        Stub("POST", operation.Path, fault.Steps, scene);
        Stub("GET", operation.LookPath, fault.Looks ?? [FaultStep.Unchanged], scene);
        Stub("POST", ConductorOneAnswers.TokenPath, fault.Tokens ?? [], scene);
        Stub("POST", ControlledOperations.SearchPath, [FaultStep.Ok(ControlledOperations.Found(fault.Paused))], scene);
        if (fault.Settled is { } state)
        {
            Stub("GET", ControlledOperations.PausedExecutionPath, [FaultStep.Ok(ControlledOperations.Shown(state))], scene);
        }

        var clock = ControlClients.Clock();
        using var clients = new ControlClients(Server.Address, clock, fault.TokenKind);
        var call = new FaultCall(operation, fault, clock);

        await call.MakeAsync(clients, CancellationToken.None);

        var requests = Server.Requests;
        call.AssertExpected(requests.Count(request => request.Method == "POST" && request.Url == operation.Path));
        Assert.Empty(other.Requests);
        var tokens = requests.Where(request => request.Url == ConductorOneAnswers.TokenPath).Select(request => request.Body).ToList();
        Assert.True(fault.TokenRequests is null || fault.TokenRequests(operation) == tokens.Count, $"{tokens.Count} token requests");
        Assert.Distinct(tokens);
    }

    private void Stub(string method, string path, FaultStep[] steps, FaultScene scene) => Server.AddInTurn(
    [
        .. steps.Select(step => new JsonObject
        {
            ["Request"] = new JsonObject { ["Methods"] = new JsonArray(method), ["Path"] = Exactly(path) },
            ["Response"] = step.Stub!(scene),
        }),
    ]);

    // A text by itself would be a pattern with wildcards, which costs the time to compile it.
    private static JsonObject Exactly(string path) =>
        new() { ["Matchers"] = new JsonArray(new JsonObject { ["Name"] = "ExactMatcher", ["Pattern"] = path }) };
}
