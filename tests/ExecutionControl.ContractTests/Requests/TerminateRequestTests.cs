using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

public sealed class TerminateRequestTests(StubServer server) : StubbedTests(server)
{
    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("1")]
    public async Task TerminateAutomationExecutionAsync_Id_IsInThePathDigitByDigitWithAnEmptyObjectAsBody(string id)
    {
        Server.Stub("conductorone/terminate-accepted");
        using var client = TestClients.ConductorOne(Server.Address, new TurnedClock());

        await client.TerminateAutomationExecutionAsync(id);

        var request = Assert.Single(Server.Requests);
        Assert.Equal($"POST /api/v1/automation_executions/{id}/actions/terminate", request.ToString());
        Assert.Equal("{}", request.Body);
        Assert.Equal(SentHeaders.OfJson(Server.Address, "c1-test-token", request), request.HeaderLines);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_ServerUrlHasAPath_IsAskedBelowIt()
    {
        var mapping = Mapping.Load("conductorone/terminate-accepted");
        mapping["Request"]!["Path"] = "/gateway/c1/api/v1/*";
        Server.Add(mapping);
        using var client = TestClients.ConductorOne(new Uri(Server.Address, "gateway/c1/"), new TurnedClock());

        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal("POST /gateway/c1/api/v1/automation_executions/839265/actions/terminate", Assert.Single(Server.Requests).ToString());
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_RedirectToAnotherHost_IsNotFollowedThere()
    {
        var mapping = Mapping.Load("conductorone/terminate-redirected");
        mapping["Response"]!["Headers"]!["Location"] = $"http://localhost:{Server.Address.Port}/stolen";
        Server.Add(mapping);
        using var client = TestClients.ConductorOne(Server.Address, new TurnedClock());

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.DoesNotContain(Server.Requests, request => request.Url == "/stolen");
    }
}
