using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace Shop.Worker.StubTests;

/// <summary>The worker against stubs: for an answer that no server would give by itself, word for word.</summary>
public sealed class RefusedStopTests : IDisposable
{
    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Look_ServiceRefusesToDisable_CancelsNothing()
    {
        Stub("GET", "/api/v1/automations", 200, """
            {
              "list": [
                { "id": "aut_1", "enabled": true, "circuitBreaker": { "observedCount": 340, "threshold": 100, "trippedAt": "2026-05-04T03:02:01Z" } }
              ],
              "nextPageToken": ""
            }
            """);
        Stub("POST", "/api/v1/search/all_automation_executions", 200, """
            {
              "list": [
                { "automationExecution": { "id": "1", "automationTemplateId": "aut_1", "state": "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER" } }
              ],
              "nextPageToken": ""
            }
            """);
        Stub("POST", "/api/v1/automations/aut_1", 403, """{ "code": 7, "message": "the permission was withdrawn", "details": [] }""");
        using var host = HostAt(_server);

        await host.Services.GetServices<IHostedService>().OfType<RunawayStopper>().Single().LookAsync("emea", CancellationToken.None);

        Assert.Equal(
            ["GET /api/v1/automations", "POST /api/v1/search/all_automation_executions", "POST /api/v1/automations/aut_1"],
            _server.LogEntries.Select(entry => $"{entry.RequestMessage!.Method} {entry.RequestMessage.Path}"));
    }

    private void Stub(string method, string path, int status, string json) => _server
        .Given(Request.Create().WithPath(path).UsingMethod(method))
        .RespondWith(Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(json));

    private static IHost HostAt(WireMockServer server)
    {
        var builder = WorkerHost.CreateBuilder(["--Runaways:StopAtPaused=1"]);
        foreach (var tenant in Tenants.All)
        {
            builder.Services.Configure<ConductorOneClientOptions>(ControlClientNames.Keyed(ControlService.ConductorOne, tenant), options =>
            {
                options.ServerUrl = new Uri(server.Url!);
                options.AccessToken = "a-token-of-the-stubs";
            });
        }

        return builder.Build();
    }
}
