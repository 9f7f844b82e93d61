using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl serve</c> in one process, ectl with its environment in another.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Serve_Ready_PrintsOneLineWithEverythingNeeded()
    {
        await using var serve = Ectl.Start(_user, ["serve"]);

        var ready = await ReadyAsync(serve);

        Assert.Equal("ready", ready.GetProperty("event").GetString());
        Assert.StartsWith("http://127.0.0.1:", ready.GetProperty("url").GetString(), StringComparison.Ordinal);
        var environment = ready.GetProperty("environment");
        Assert.Equal(ready.GetProperty("conductorOne").GetProperty("clientId").GetString(), environment.GetProperty("CONDUCTORONE_CLIENT_ID").GetString());
        Assert.Equal(ready.GetProperty("conductorOne").GetProperty("clientSecret").GetString(), environment.GetProperty("CONDUCTORONE_CLIENT_SECRET").GetString());
        Assert.Equal(ready.GetProperty("codegen").GetProperty("organizationId").GetString(), environment.GetProperty("CODEGEN_ORG_ID").GetString());
        Assert.Equal(ready.GetProperty("codegen").GetProperty("apiToken").GetString(), environment.GetProperty("CODEGEN_API_TOKEN").GetString());
        Assert.Equal(ready.GetProperty("kubiya").GetProperty("apiKey").GetString(), environment.GetProperty("KUBIYA_API_KEY").GetString());
        Assert.Equal(8, environment.EnumerateObject().Count());
        Assert.NotEmpty(ready.GetProperty("conductorOne").GetProperty("accessToken").GetString()!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Serve_Signal_StopsCleanly(bool interrupt)
    {
        await using var serve = EctlProcess.Start(_user, ["serve"]);
        await serve.FirstLineAsync();

        if (interrupt)
        {
            serve.Interrupt();
        }
        else
        {
            serve.Terminate();
        }

        var result = (await serve.WaitAsync()).ShouldExitWith(0);
        Assert.Equal(1, result.Output.Count(character => character == '\n'));
    }

    [Fact]
    public async Task Serve_EctlWithItsEnvironment_DoesTheJob()
    {
        await using var serve = Ectl.Start(_user, ["serve"]);
        var variables = EnvironmentOf(await ReadyAsync(serve));

        var resolve = (await Ectl.RunAsync(_user, ["automations", "resolve-paused", "--yes", "aut_runaway", "--decision", "cancel", "--reason", "x"], variables)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", "9007199254740993"], variables)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, ["agent-runs", "resume", "101", "--prompt", "go on"], variables)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, ["executions", "pause", "22222222-2222-4222-8222-222222222222"], variables)).ShouldExitWith(0);

        Assert.StartsWith("Applied: 240", resolve.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox", resolve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AccessToken_OpensTheApiForAnyHttpClient()
    {
        await using var serve = Ectl.Start(_user, ["serve"]);
        var ready = await ReadyAsync(serve);
        using var http = new HttpClient { BaseAddress = new Uri(ready.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ready.GetProperty("conductorOne").GetProperty("accessToken").GetString());
        using var content = new StringContent("""{"decision":"PAUSED_EXECUTION_DECISION_CANCEL"}""", Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync(new Uri("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", UriKind.Relative), content);

        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(237, body.RootElement.GetProperty("pausedCount").GetInt64());
    }

    [Fact]
    public async Task Serve_StateFile_OutlivesTheServer()
    {
        var state = Path.Combine(_user.Home, "kept.db");
        for (var expected = 0; expected < 2; expected++)
        {
            await using var serve = Ectl.Start(_user, ["serve", "--state", state]);
            var variables = EnvironmentOf(await ReadyAsync(serve));
            var document = (await Ectl.RunAsync(_user, ["executions", "pause", "11111111-1111-4111-8111-111111111111", "-o", "json"], variables))
                .ShouldExitWith(0).OutputDocument();
            Assert.Equal(expected == 0 ? "applied" : "alreadySo", document.GetProperty("outcome").GetString());
            serve.Interrupt();
            (await serve.WaitAsync()).ShouldExitWith(0);
        }
    }

    [Fact]
    public async Task Serve_PortIsInUse_ExitsWithTwoAndNamesTheAddress()
    {
        await using var occupied = new RawServer(_ => RawAnswer.Close);

        var result = (await Ectl.RunAsync(_user, ["serve", "--url", occupied.Url.ToString()])).ShouldExitWith(2);

        Assert.Empty(result.Output);
        Assert.Contains(occupied.Url.ToString(), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_NotOnLoopback_WarnsAndMakesItsOwnCredentials()
    {
        await using var local = Ectl.Start(_user, ["serve"]);
        await using var open = Ectl.Start(_user, ["serve", "--url", "http://0.0.0.0:0"]);
        var published = (await ReadyAsync(local)).GetProperty("kubiya").GetProperty("apiKey").GetString();
        var ready = await ReadyAsync(open);
        var own = ready.GetProperty("kubiya").GetProperty("apiKey").GetString();
        var variables = EnvironmentOf(ready);
        (await Ectl.RunAsync(_user, ["executions", "pause", "11111111-1111-4111-8111-111111111111"], variables)).ShouldExitWith(0);
        open.Interrupt();

        var result = (await open.WaitAsync()).ShouldExitWith(0);

        Assert.Contains("warning:", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("http://127.0.0.1:", variables["KUBIYA_CONTROL_PLANE_BASE_URL"], StringComparison.Ordinal);
        Assert.False(string.Equals(published, own, StringComparison.Ordinal));
    }

    private static async Task<JsonElement> ReadyAsync(Ectl serve)
    {
        using var document = JsonDocument.Parse(await serve.FirstLineAsync());
        return document.RootElement.Clone();
    }

    private static Dictionary<string, string> EnvironmentOf(JsonElement ready) =>
        ready.GetProperty("environment").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal);

    [Fact]
    public async Task Serve_OnATerminal_SpeaksToAPerson()
    {
        await using var terminal = EctlTerminal.Start(_user, "ectl serve");

        await terminal.SeesAsync("The reference server listens on http://127.0.0.1:");
        await terminal.SeesAsync("  export KUBIYA_API_KEY=");
        await terminal.SeesAsync("Ctrl-C stops it.");
        await terminal.PressAsync("\u0003");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("\"event\"", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnATerminalWithJson_PrintsTheLine()
    {
        await using var terminal = EctlTerminal.Start(_user, "ectl serve -ojson");

        await terminal.SeesAsync("\"event\":\"ready\"");
        await terminal.PressAsync("\u0003");

        Assert.Equal(0, await terminal.WaitAsync());
    }

    [Fact]
    public async Task Export_EvaluatedByAShell_PointsEctlAtTheServerThatGoesOn()
    {
        await using var shell = EctlProcess.Start(
            "/bin/sh",
            _user,
            ["-c", "eval \"$(ectl serve --export &)\"; ectl executions pause 11111111-1111-4111-8111-111111111111; code=$?; kill \"$ECTL_SERVE_PID\"; exit $code"],
            ServiceVariables.Of(("PATH", EctlFile.SearchPath)));

        var result = (await shell.WaitAsync()).ShouldExitWith(0);

        Assert.Contains("Applied: execution 11111111-1111-4111-8111-111111111111 is paused", result.Output, StringComparison.Ordinal);
    }
}
