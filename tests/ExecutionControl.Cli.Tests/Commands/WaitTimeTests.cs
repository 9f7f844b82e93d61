using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>--wait --timeout</c> ends at its time, whatever the service does, with one target or many.</summary>
public sealed class WaitTimeTests : IDisposable
{
    /// <summary>A second for the wait, the rest for a busy machine; a look alone may take ten, a read with all its attempts two minutes.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("a")]
    [InlineData("a b c d e f g h")]
    public async Task Wait_ServiceHangs_EndsAtItsTimeWithNine(string ids)
    {
        await using var server = new RawServer(request => request.Method == "GET" ? RawAnswer.Silence : RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));
        string[] targets = ids.Split(' ');

        var result = await RunAsync(server, ServiceVariables.Kubiya(server.Url), ["executions", "pause", "--yes", .. targets, "--wait", "--timeout", "1s", "-o", "jsonl"]);

        var lines = result.ShouldExitWith(9).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(targets.Length, lines.Length);
        Assert.All(lines, line => Assert.Contains("\"stillInFlight\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wait_BreakerCannotBeSeenAgain_EndsAtItsTimeAndClaimsNothing()
    {
        var isCleared = false;
        await using var server = new RawServer(request =>
        {
            isCleared |= request.Method == "POST";
            return request.Method == "GET" && isCleared ? RawAnswer.Silence : RawAnswer.Json(200, """{"automation":{"id":"aut_1"}}""");
        });

        var result = await RunAsync(
            server, ServiceVariables.ConductorOne(server.Url), ["automations", "clear-breaker", "--yes", "aut_1", "--wait", "--timeout", "1s", "-o", "json"]);

        var document = result.ShouldExitWith(9).OutputDocument();
        Assert.Contains("could not be seen", document.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_FirstOnesStayInFlight_SeesTheLastAllTheSame()
    {
        await using var server = new RawServer(request => request switch
        {
            { Method: "POST" } => RawAnswer.Json(200, """{"success":true,"message":"ok"}"""),
            { Path: var path } => RawAnswer.Json(200, $$"""{"id":"{{path.Split('/')[^1]}}","status":"{{(path.EndsWith('g') ? "paused" : "running")}}"}"""),
        });

        var result = await RunAsync(
            server, ServiceVariables.Kubiya(server.Url), ["executions", "pause", "--yes", "a", "b", "c", "d", "e", "f", "g", "--wait", "--timeout", "1s", "-o", "jsonl"]);

        var lines = result.ShouldExitWith(9).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"verified\"", Assert.Single(lines, line => line.Contains("\"target\":\"g\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(6, lines.Count(line => line.Contains("\"state\":\"running\"", StringComparison.Ordinal)));
    }

    private async Task<EctlResult> RunAsync(RawServer server, IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        await using var ectl = Ectl.Start(_user, arguments, variables);
        var result = await ectl.WaitAsync();
        var elapsed = TimeProvider.System.GetElapsedTime(startedAt);
        Assert.True(elapsed < Most, $"{elapsed} with {server.Requests.Count} requests");
        return result;
    }
}
