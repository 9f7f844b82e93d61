using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.ChildProcess;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>A proxy in the environment would be handed the token of a call to loopback in clear.</summary>
public sealed class LoopbackProxyTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private const string Control = "/without-this-library";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Call_ProxyInTheEnvironment_GoesStraightToLoopback(string host)
    {
        await using var proxy = new ScriptedServer(Reply.Json("{}"));
        await using var server = new ScriptedServer(Answer);
        var environment = new Dictionary<string, string>
        {
            ["HTTP_PROXY"] = proxy.Url.ToString(),
            ["http_proxy"] = proxy.Url.ToString(),
            ["ALL_PROXY"] = proxy.Url.ToString(),
            ["NO_PROXY"] = "",
            ["no_proxy"] = "",
        };

        var output = await ChildProgram.RunAsync(environment, ChildProgram.LoopbackCalls, $"http://{host}:{server.Url.Port}");

        Assert.Equal("Applied Applied Applied Applied", output.Trim());
        // What proves that the proxy was in force: a plain client in the same process went through it.
        Assert.EndsWith(Control, Assert.Single(proxy.Requests).Path, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(1, server.Requests.Count(request => request.IsToken));
    }

    /// <summary>Calls every service, and once without this library.</summary>
    internal static async Task<string> CallAllAsync(Uri server)
    {
        using var http = new HttpClient();
        using var control = await http.GetAsync(new Uri(server, Control));
        using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions
        {
            ServerUrl = server,
            ClientId = "clever-fox-1234@acme.conductor.one/spc",
            ClientSecret = ClientSecretText.Valid,
        });
        using var codegen = new CodegenClient(new CodegenClientOptions { ServerUrl = server, OrganizationId = 42, ApiToken = "codegen-test-token" });
        using var kubiya = new KubiyaClient(new KubiyaClientOptions { ServerUrl = server, ApiKey = "kubiya-test-key" });
        await using var provider = new ServiceCollection()
            .AddKubiya(options => (options.ServerUrl, options.ApiKey) = (server, "kubiya-test-key"))
            .Services.BuildServiceProvider();
        ControlResult[] results =
        [
            await conductorOne.TerminateAutomationExecutionAsync("839265"),
            await codegen.BanPullRequestChecksAsync(101),
            await kubiya.PauseExecutionAsync(Execution),
            await provider.GetRequiredService<KubiyaClient>().PauseExecutionAsync(Execution),
        ];
        return string.Join(' ', results.Select(result => result.Outcome));
    }

    private static Reply Answer(ScriptedRequest request) => request switch
    {
        { IsToken: true } => Reply.Json("""{"access_token":"c1-test-token","token_type":"Bearer","expires_in":3600}"""),
        { Path: var path } when path.EndsWith("/pause", StringComparison.Ordinal) => Reply.Json("""{"success":true}"""),
        _ => Reply.Json("{}"),
    };
}
