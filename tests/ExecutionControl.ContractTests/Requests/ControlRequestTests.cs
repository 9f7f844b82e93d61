using System.Text.Json.Nodes;
using ExecutionControl.Client;
using ExecutionControl.ContractTests.Faults;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

/// <summary>What every operation that changes something sends, and what the look at its target sends.</summary>
public sealed class ControlRequestTests(StubServer server) : StubbedTests(server)
{
    public static TheoryData<string> Operations => [.. ControlledOperations.All.Select(operation => operation.Name)];

    [Fact]
    public void Operations_All_AreThoseOfTheCatalogue() =>
        Assert.Equal(
            ControlOperations.All.Where(entry => entry.ChangesState).Select(entry => (entry.Service, entry.Name)),
            ControlledOperations.All.Select(operation => (operation.Service, operation.Operation)).Distinct());

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Call_Accepted_IsThisRequestAndNoOther(string name)
    {
        var operation = ControlledOperations.Find(name);
        Stub("POST", operation.Path, operation.Accepted);
        Stub("GET", operation.LookPath, operation.Unchanged);

        // A decision is judged by what was paused before.
        Stub("POST", ControlledOperations.SearchPath, ControlledOperations.Found(null));
        using var clients = new ControlClients(Server.Address, ControlClients.Clock(), TokenKind.Static);

        await operation.CallAsync(clients, CancellationToken.None);

        var request = Assert.Single(Server.Requests, request => request.Method != "GET" && !request.ToString().EndsWith(ControlledOperations.SearchPath, StringComparison.Ordinal));
        Assert.Equal($"POST {operation.Path}", request.ToString());
        if (operation.Body is not { } body)
        {
            Assert.Equal(SentHeaders.OfEmptyPost(Server.Address, Token(operation.Service)), request.HeaderLines);
            Assert.Empty(request.Body);
        }
        else
        {
            Assert.Equal(SentHeaders.OfJson(Server.Address, Token(operation.Service), request), request.HeaderLines);
            SentJson.AssertSame(body, request.Body);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Look_AtATarget_IsAGetWithoutABody(string name)
    {
        var operation = ControlledOperations.Find(name);
        Stub("GET", operation.LookPath, operation.Unchanged);
        using var clients = new ControlClients(Server.Address, ControlClients.Clock(), TokenKind.Static);

        await operation.LookAsync(clients);

        var request = Assert.Single(Server.Requests);
        Assert.Equal($"GET {operation.LookPath}", request.ToString());
        Assert.Equal(SentHeaders.OfLook(Server.Address, Token(operation.Service)), request.HeaderLines);
        Assert.Empty(request.Body);
    }

    private static string Token(ControlService service) => service switch
    {
        ControlService.ConductorOne => "c1-test-token",
        ControlService.Codegen => "codegen-test-token",
        _ => "kubiya-test-key",
    };

    private void Stub(string method, string path, string body) => Server.Add(new JsonObject
    {
        ["Request"] = new JsonObject { ["Methods"] = new JsonArray(method), ["Path"] = path },
        ["Response"] = new JsonObject { ["StatusCode"] = 200, ["Headers"] = new JsonObject { ["Content-Type"] = "application/json" }, ["Body"] = body },
    });
}
