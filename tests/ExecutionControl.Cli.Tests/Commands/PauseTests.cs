using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl executions pause</c>.</summary>
public sealed class PauseTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Paused = "22222222-2222-4222-8222-222222222222";
    private const string Completed = "33333333-3333-4333-8333-333333333333";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Pause_Running_IsAppliedAndThenAlreadySo()
    {
        await using var server = await ReferenceServer.StartAsync();

        var first = (await RunAsync(server, Running, "-o", "json")).ShouldExitWith(0).OutputDocument();
        var second = (await RunAsync(server, Running, "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("applied", first.GetProperty("outcome").GetString());
        Assert.Equal($"agent-execution-{Running}", first.GetProperty("execution").GetProperty("workflowId").GetString());
        Assert.Equal("alreadySo", second.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Pause_Paused_IsAlreadySo()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, Paused)).ShouldExitWith(0);

        Assert.StartsWith($"Already so: execution {Paused} was paused before", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_Completed_ExitsWithFiveAndNamesTheStatus()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, Completed)).ShouldExitWith(5);

        Assert.Empty(result.Output);
        Assert.Contains("completed", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_IdIsNoUuid_ExitsWithFiveAfterOneRequestWithTheServicesWords()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "not-a-uuid", "-o", "json")).ShouldExitWith(5).ErrorDocument();

        Assert.Equal(500, document.GetProperty("status").GetInt32());
        Assert.Contains("Failed to", document.GetProperty("serviceMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Pause_UnknownExecution_ExitsWithFour()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, "99999999-9999-4999-8999-999999999999")).ShouldExitWith(4);
    }

    [Fact]
    public async Task Pause_ServiceWarns_ExitsWithNineAndPassesTheWarningOn()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(
            200,
            """{"success":true,"execution_id":"a","workflow_id":"agent-execution-a","message":"ok","warning":"the workflow may still run"}"""));

        var document = (await Ectl.RunAsync(_user, ["executions", "pause", Running, "-o", "json"], ServiceVariables.Kubiya(server.Url)))
            .ShouldExitWith(9).OutputDocument();

        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.Equal(9, document.GetProperty("exitCode").GetInt32());
        Assert.Contains("the workflow may still run", document.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_NobodyListens_ExitsWithSeven()
    {
        Uri url;
        await using (var gone = new RawServer(_ => RawAnswer.Close))
        {
            url = gone.Url;
        }

        var document = (await Ectl.RunAsync(
            _user,
            ["executions", "pause", Running, "-o", "json"],
            ServiceVariables.Kubiya(url)))
            .ShouldExitWith(7).ErrorDocument();

        Assert.Equal("notApplied", document.GetProperty("outcome").GetString());
        Assert.True(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal(4, document.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Pause_RateLimitedAtFirst_SaysThatItWaitsAndThenSucceeds()
    {
        await using var server = RateLimitingOnce();

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Running], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        var notice = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.Contains("slow down", notice, StringComparison.Ordinal);
        Assert.EndsWith("; next attempt in 1 s", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_VerboseJson_LogsEveryAttemptAsJsonLines()
    {
        await using var server = RateLimitingOnce();

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Running, "-o", "json", "-v"], ServiceVariables.Kubiya(server.Url)))
            .ShouldExitWith(0);

        var names = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString());
        Assert.Equal("AttemptFailed Waiting CallEnded", string.Join(' ', names));
        Assert.Equal(2, JsonDocument.Parse(result.Output).RootElement.GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Pause_Redirected_ExitsWithSevenAndDoesNotFollow()
    {
        await using var elsewhere = new RawServer(_ => RawAnswer.Json(200, """{"success":true}"""));
        await using var server = new RawServer(_ => RawAnswer.Json(307, "{}", $"Location: {elsewhere.Url}\r\n"));

        (await Ectl.RunAsync(_user, ["executions", "pause", Running], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(7);

        Assert.Empty(elsewhere.Requests);
    }

    private static RawServer RateLimitingOnce()
    {
        var requests = 0;
        return new RawServer(_ => Interlocked.Increment(ref requests) == 1
            ? RawAnswer.Json(429, """{"detail":"slow down"}""", "Retry-After: 1\r\n")
            : RawAnswer.Json(200, """{"success":true,"workflow_id":"agent-execution-a","message":"ok"}"""));
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, params string[] arguments) =>
        Ectl.RunAsync(_user, ["executions", "pause", .. arguments], server.Environment);
}
