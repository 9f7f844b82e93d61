using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.WireMock;

namespace ExecutionControl.ContractTests.Requests;

[Collection(WireMockCollection.Name)]
public sealed class TerminateRequestTests(WireMockServer server)
{
    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("1")]
    public async Task TerminateExecutionAsync_Id_IsInThePathDigitByDigitWithAnEmptyObjectAsBody(string id)
    {
        await server.StubAsync("conductorone/terminate-accepted");
        using var client = TestClients.ConductorOne(server.Address, new TurnedClock());

        await client.TerminateExecutionAsync(id);

        var request = Assert.Single(await server.Admin.RequestsAsync());
        Assert.Equal($"POST /api/v1/automation_executions/{id}/actions/terminate", request.ToString());
        Assert.Equal("{}", request.Body);
        Assert.Equal(SentHeaders.OfJson(server.Address, "c1-test-token", request), request.HeaderLines);
    }

    [Fact]
    public async Task TerminateExecutionAsync_ServerUrlHasAPath_IsAskedBelowIt()
    {
        var mapping = Mapping.Load("conductorone/terminate-accepted");
        mapping["request"]!["urlPathPattern"] = "/gateway/c1/api/v1/.*";
        await server.StubAsync();
        await server.Admin.AddAsync(mapping);
        using var client = TestClients.ConductorOne(new Uri(server.Address, "gateway/c1/"), new TurnedClock());

        await client.TerminateExecutionAsync("839265");

        Assert.Equal("POST /gateway/c1/api/v1/automation_executions/839265/actions/terminate", Assert.Single(await server.Admin.RequestsAsync()).ToString());
    }

    [Fact]
    public async Task TerminateExecutionAsync_RedirectToAnotherHost_IsNotFollowedThere()
    {
        var mapping = Mapping.Load("conductorone/terminate-redirected");
        mapping["response"]!["headers"]!["Location"] = $"http://localhost:{server.Address.Port}/stolen";
        await server.StubAsync();
        await server.Admin.AddAsync(mapping);
        using var client = TestClients.ConductorOne(server.Address, new TurnedClock());

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateExecutionAsync("839265"));

        Assert.DoesNotContain(await server.Admin.RequestsAsync(), request => request.Url == "/stolen");
    }
}
