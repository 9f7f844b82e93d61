using System.Text.Json.Nodes;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.WireMock;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>The faults that the real WireMock makes.</summary>
[Collection(WireMockCollection.Name)]
public sealed class WireMockFaultTests(WireMockServer server) : IDisposable
{
    private readonly WireMockImport _import = new(server.Address);

    public static TheoryData<string, string> Cells => FaultMatrix.Cells(areWireMocks: true);

    public void Dispose() => _import.Dispose();

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
        await server.Admin.ResetAsync();
        await _import.AddAsync(
        [
            .. Sequence("POST", operation.Path, fault.Steps, scene),
            .. Sequence("GET", operation.LookPath, fault.Looks ?? [FaultStep.Unchanged], scene),
            .. Sequence("POST", ConductorOneAnswers.TokenPath, fault.Tokens ?? [], scene),
            .. Sequence("POST", ControlledOperations.SearchPath, [FaultStep.Ok("""{"list":[],"nextPageToken":""}""")], scene),
        ]);
        var clock = ControlClients.Clock();
        using var clients = new ControlClients(server.Address, clock, fault.TokenKind);
        var call = new FaultCall(operation, fault, clock);

        await call.MakeAsync(clients, CancellationToken.None);

        var requests = await server.Admin.RequestsAsync();
        call.AssertExpected(requests.Count(request => request.Url == operation.Path));
        Assert.All(requests, request => Assert.True(request.WasMatched, request.ToString()));
        Assert.Empty(other.Requests);
        var tokens = requests.Where(request => request.Url == ConductorOneAnswers.TokenPath).Select(request => request.Body).ToList();
        Assert.True(fault.TokenRequests is null || fault.TokenRequests(operation) == tokens.Count, $"{tokens.Count} token requests");
        Assert.Distinct(tokens);
    }

    private static IEnumerable<JsonObject> Sequence(string method, string path, FaultStep[] steps, FaultScene scene)
    {
        for (var number = 0; number < steps.Length; number++)
        {
            var mapping = new JsonObject
            {
                ["request"] = new JsonObject { ["method"] = method, ["urlPath"] = path },
                ["response"] = steps[number].Stub!(scene),
            };
            if (steps.Length > 1)
            {
                mapping["scenarioName"] = $"{method} {path}";
                mapping["requiredScenarioState"] = State(number);
                mapping["newScenarioState"] = State(Math.Min(number + 1, steps.Length - 1));
            }

            yield return mapping;
        }

        static string State(int step) => step == 0 ? "Started" : $"After {step}";
    }
}
