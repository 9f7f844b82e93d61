using System.Text.Json.Nodes;
using ExecutionControl.Client;
using ExecutionControl.ContractTests.Faults;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

/// <summary>What every operation that changes something sends, and what the look at its target sends.</summary>
public sealed class ControlRequestTests(StubServer server) : StubbedTests(server)
{
    /// <summary>The whole body of each call; null for none.</summary>
    public static TheoryData<string, string?> Bodies => new()
    {
        { "C1 resolve-paused", """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""" },
        { "C1 clear-breaker", "{}" },
        { "C1 clear-breaker with run", """{"decision":"PAUSED_EXECUTION_DECISION_RUN"}""" },
        { "C1 clear-breaker with cancel", """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL"}""" },
        { "C1 disable", """{"automation":{"enabled":false},"updateMask":"enabled"}""" },
        { "C1 enable", """{"automation":{"enabled":true},"updateMask":"enabled"}""" },
        { "C1 terminate", "{}" },
        { "Codegen resume", """{"agent_run_id":101,"prompt":"go on"}""" },
        { "Codegen ban", """{"agent_run_id":101}""" },
        { "Codegen unban", """{"agent_run_id":101}""" },
        { "Kubiya pause", null },
        { "Kubiya resume", null },
        { "Kubiya cancel", null },
        { "Kubiya terminate", """{"reason":"runaway"}""" },
    };

    public static TheoryData<string> Operations => [.. ControlledOperations.All.Select(operation => operation.Name)];

    [Fact]
    public void Bodies_Operations_AreAllThere()
    {
        Assert.Equal(ControlledOperations.All.Select(operation => operation.Name), Bodies.Select(row => row[0]));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Call_Accepted_IsThisRequestAndNoOther(string name, string? body)
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
        if (body is null)
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
