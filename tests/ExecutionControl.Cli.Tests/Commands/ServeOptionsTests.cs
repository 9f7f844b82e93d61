using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Every option of <c>ectl serve</c>, by what it changes over HTTP.</summary>
public sealed class ServeOptionsTests : IDisposable
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string Cancel = """{"decision":"PAUSED_EXECUTION_DECISION_CANCEL","reason":"runaway"}""";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Url_PortIsNamed_IsListenedOn()
    {
        await using var serve = await StartAsync("--url", "http://localhost:0");

        Assert.Equal("localhost", serve.Url.Host);
        Assert.NotEqual(0, serve.Url.Port);
        Assert.Equal(HttpStatusCode.OK, await serve.StatusAsync("/api/v1/automations"));
    }

    [Fact]
    public async Task Rules_FaultOfAFile_StrikesAsOftenAsItSays()
    {
        var rules = _user.WriteText("faults.json", """{"rules":[{"operation":"ResolvePaused","times":1,"status":503,"headers":{"Retry-After":"7"}}]}""");
        await using var serve = await StartAsync("--rules", rules);

        using var first = await serve.PostAsync(Resolve, Cancel);
        using var second = await serve.PostAsync(Resolve, Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal("7", first.Headers.RetryAfter?.ToString());
    }

    [Theory]
    [InlineData("--rate-limits", 60)]
    [InlineData("--quiet", 61)]
    public async Task RateLimits_AskedFor_AreCodegens(string option, int accepted)
    {
        await using var serve = await StartAsync(option);

        var count = 0;
        for (var request = 0; request < 61; request++)
        {
            count += await serve.StatusAsync("/v1/organizations/42/agent/run/101", serve.CodegenToken) == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.Equal(accepted, count);
    }

    [Theory]
    [InlineData("true", HttpStatusCode.OK)]
    [InlineData("false", HttpStatusCode.NotFound)]
    public async Task Control_Decided_IsThereOrNot(string value, HttpStatusCode status)
    {
        await using var serve = await StartAsync("--control", value);

        Assert.Equal(status, await serve.StatusAsync("/_control/state", serve.ControlToken ?? "none"));
        Assert.Equal(value == "true", serve.Ready.TryGetProperty("control", out _));
    }

    [Fact]
    public async Task Chance_SameNumber_MakesTheSameRequestIds()
    {
        Assert.Equal(await RequestIdsAsync("7"), await RequestIdsAsync("7"));
        Assert.NotEqual(await RequestIdsAsync("7"), await RequestIdsAsync("8"));
    }

    [Fact]
    public async Task Seed_OfAFile_IsTheWholeState()
    {
        var seed = _user.WriteText("seed.json", """{"automations":[{"id":"aut_leavers","trippedMinutesAgo":20,"paused":5,"failing":2}]}""");
        await using var serve = await StartAsync("--seed", seed);

        using var list = await serve.JsonAsync("/api/v1/automations");
        using var answer = await serve.PostAsync("/api/v1/automations/aut_leavers/circuit_breaker/resolve_paused", Cancel);
        using var counts = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal("aut_leavers", Assert.Single(list.RootElement.GetProperty("list").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal((3, 2), (counts.RootElement.GetProperty("pausedCount").GetInt32(), counts.RootElement.GetProperty("erroredCount").GetInt32()));
    }

    [Fact]
    public async Task SeedPaused_Number_IsTheBacklog()
    {
        await using var serve = await StartAsync("--seed-paused", "5");

        Assert.Equal(5, await serve.PausedAsync("aut_backlog"));
    }

    [Fact]
    public async Task PausedEvery_Milliseconds_GrowsTheBacklog()
    {
        await using var serve = await StartAsync("--seed-paused", "5", "--paused-every", "20");

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await serve.PausedAsync("aut_backlog") < 10)
        {
            timeout.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task ResolveAnswer_BulkAction_AnswersBeforeTheWorkIsDone()
    {
        // An hour for each: all but the first cannot be settled while the test looks.
        await using var serve = await StartAsync("--seed-paused", "60", "--resolve-answer", "bulk-action", "--resolve-time", "3600000");

        using var answer = await serve.PostAsync("/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused", Cancel);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.NotEqual("", body.RootElement.GetProperty("bulkActionId").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("pausedCount").GetInt32());
        Assert.InRange(await serve.PausedAsync("aut_backlog"), 59, 60);
    }

    [Theory]
    [InlineData("0", "AUTOMATION_EXECUTION_STATE_TERMINATE")]
    [InlineData("3600000", "AUTOMATION_EXECUTION_STATE_PROCESS_STEP")]
    public async Task TerminateDelay_Milliseconds_IsWhenTheExecutionEnds(string delay, string state)
    {
        await using var serve = await StartAsync("--terminate-delay", delay);

        using var answer = await serve.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate", "{}");
        using var execution = await serve.JsonAsync("/api/v1/automation_executions/9007199254740993");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(state, execution.RootElement.GetProperty("automationExecution").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("600", 600)]
    [InlineData("7200", 7200)]
    public async Task TokenLifetime_Seconds_IsWhatTokensHave(string option, int lifetime)
    {
        await using var serve = await StartAsync("--token-lifetime", option);
        var environment = serve.Ready.GetProperty("environment").EnumerateObject()
            .Where(variable => variable.Name is "CONDUCTORONE_CLIENT_ID" or "CONDUCTORONE_CLIENT_SECRET" or "CONDUCTORONE_SERVER_URL")
            .ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal);

        var before = DateTimeOffset.UtcNow;
        var token = (await Ectl.RunAsync(_user, ["auth", "token", "conductorone", "-o", "json"], environment)).ShouldExitWith(0).OutputDocument();

        var expiresAt = token.GetProperty("expiresAt").GetDateTimeOffset();
        Assert.InRange(expiresAt, before.AddSeconds(lifetime - 1), DateTimeOffset.UtcNow.AddSeconds(lifetime));
    }

    [Fact]
    public async Task Break_Name_BreaksTheContract()
    {
        await using var serve = await StartAsync("--break", "count-as-string", "--break", "token-not-checked");

        using var answer = await serve.PostAsync(Resolve, Cancel);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal("237", body.RootElement.GetProperty("pausedCount").GetString());
        Assert.Equal(HttpStatusCode.OK, await serve.StatusAsync("/api/v1/automations", "no-token-of-theirs"));
    }

    [Fact]
    public async Task AllowHost_Host_MayBeNamedAndMayCall()
    {
        await using var serve = await StartAsync("--allow-host", "sandbox.test", "--allow-host", "app.test:3000");
        using var http = new HttpClient { BaseAddress = serve.Url };

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Host", "sandbox.test:8080"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Origin", "http://app.test:3000"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await StatusAsync("Host", "app.test"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("Origin", "http://app.test"));

        async Task<HttpStatusCode> StatusAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/users/me", UriKind.Relative));
            request.Headers.Add(header, value);
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task State_DamagedWhileItServes_IsOneLineOnStandardErrorWithTheRequestId()
    {
        var state = Path.Combine(_user.Home, "damaged.db");
        await using var process = Ectl.Start(_user, ["serve", "--state", state, "--output", "json"]);
        using var ready = JsonDocument.Parse(await process.FirstLineAsync());
        await using (var connection = new SqliteConnection($"Data Source={state};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE kubiya_executions";
            await command.ExecuteNonQueryAsync();
        }

        using var http = new HttpClient { BaseAddress = new Uri(ready.RootElement.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ready.RootElement.GetProperty("kubiya").GetProperty("apiKey").GetString());
        using var answer = await http.GetAsync(new Uri("/api/v1/executions", UriKind.Relative));
        process.Interrupt();
        var result = (await process.WaitAsync()).ShouldExitWith(0);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var line = Assert.Single(result.Error.Split('\n'), each => each.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(answer.Headers.GetValues("x-request-id").Single(), line, StringComparison.Ordinal);
        Assert.Contains("kubiya_executions", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_File_IsSharedByTwoServers()
    {
        var state = Path.Combine(_user.Home, "shared.db");
        await using var one = await StartAsync("--state", state);
        await using var other = await StartAsync("--state", state);

        using var answer = await one.PostAsync(Resolve, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(3, await other.PausedAsync("aut_runaway"));
    }

    [Fact]
    public async Task Https_CurlTrustsTheAuthority_IsAnswered()
    {
        var folder = Path.Combine(_user.Home, "authority");
        await using var serve = await StartAsync("--https", "--https-port", "0", "--certificates", folder);
        var https = serve.Ready.GetProperty("https");
        var authority = https.GetProperty("authorityFile").GetString()!;
        var address = new Uri(new Uri(https.GetProperty("url").GetString()!), "/api/v1/automations");

        // The token is not among the arguments, which other users can read.
        var header = _user.WriteText("header", $"Authorization: Bearer {serve.AccessToken}");
        await using var trusting = Curl("--cacert", authority, "--header", $"@{header}", address.ToString());
        await using var strange = Curl("--header", $"@{header}", address.ToString());

        Assert.Contains("aut_runaway", (await trusting.WaitAsync()).ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await strange.WaitAsync()).ExitCode);
        Assert.StartsWith(folder, authority, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--allow-host http://app.test")]
    [InlineData("--https-port 443")]
    [InlineData("--certificates here")]
    [InlineData("--seed-paused -1")]
    [InlineData("--paused-every 0")]
    [InlineData("--rules missing.json")]
    [InlineData("--seed missing.json")]
    [InlineData("--break nothing-of-the-kind")]
    [InlineData("--control perhaps")]
    [InlineData("--chance x")]
    [InlineData("--resolve-answer both")]
    [InlineData("--resolve-time -1")]
    [InlineData("--terminate-delay -1")]
    [InlineData("--token-lifetime 0")]
    public async Task Serve_OptionIsWrong_ExitsWithTwo(string options)
    {
        var result = (await Ectl.RunAsync(_user, ["serve", .. options.Split(' ')])).ShouldExitWith(2);

        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Error);
    }

    private async Task<ServingEctl> StartAsync(params string[] options) => await ServingEctl.StartAsync(_user, options);

    private EctlProcess Curl(params string[] arguments) => EctlProcess.Start("curl", _user, ["--silent", "--show-error", "--max-time", "60", .. arguments]);

    private async Task<string> RequestIdsAsync(string chance)
    {
        await using var serve = await StartAsync("--chance", chance);
        using var answer = await serve.PostAsync("/api/v1/automations/aut_nobody/circuit_breaker/resolve_paused", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
