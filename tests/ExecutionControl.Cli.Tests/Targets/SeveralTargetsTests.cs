using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary>Several targets of one command: each is acted on, whatever becomes of the others, and each is reported.</summary>
public sealed class SeveralTargetsTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Completed = "33333333-3333-4333-8333-333333333333";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automations resolve-paused aut_runaway aut_nightly --decision run", OperationNames.ResolvePaused, 3, 0)]
    [InlineData("automations clear-breaker aut_runaway aut_backlog", OperationNames.ClearBreaker, 2, 0)]
    [InlineData("automation-executions terminate 9007199254740993 839265", OperationNames.TerminateAutomationExecution, 2, 0)]
    [InlineData("agent-runs resume 101 104 --prompt go", OperationNames.ResumeAgentRun, 2, 0)]
    [InlineData("agent-runs ban 102 999", OperationNames.BanAgentRun, 2, 6)]
    [InlineData("agent-runs unban 102 101", OperationNames.UnbanAgentRun, 2, 0)]
    [InlineData($"executions pause {Completed} {Running}", OperationNames.PauseExecution, 2, 6)]
    [InlineData("executions resume 22222222-2222-4222-8222-222222222222 99999999-9999-4999-8999-999999999999", OperationNames.ResumeExecution, 2, 6)]
    [InlineData($"executions cancel {Waiting} {Running}", OperationNames.CancelExecution, 2, 0)]
    [InlineData($"executions terminate {Completed} 99999999-9999-4999-8999-999999999999 --reason stuck", OperationNames.TerminateExecution, 2, 5)]
    public async Task Run_TwoTargets_SendsBothAndReportsEach(string line, string operation, int requests, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync();
        string[] words = line.Split(' ');

        var result = (await Ectl.RunAsync(_user, [.. words, "--yes", "-o", "json"], server.Environment)).ShouldExitWith(exitCode);

        Assert.Equal(requests, server.Journal.Count(operation));
        var document = exitCode is 0 or 6 ? Parse(result.Output) : Parse(result.Error);
        Assert.Equal("ectl/v1/outcome-list", document.GetProperty("schema").GetString());
        Assert.Equal(exitCode, document.GetProperty("exitCode").GetInt32());
        Assert.Equal(words[1], document.GetProperty("operation").GetString());
        Assert.Equal(2, document.GetProperty("count").GetInt32());
        Assert.Equal("environment", document.GetProperty("account").GetProperty("origin").GetString());
        Assert.Equal(words[2..4], document.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("target").GetString()));
        Assert.All(document.GetProperty("targets").EnumerateArray(), target => Assert.Equal("ectl/v1/outcome", target.GetProperty("schema").GetString()));
    }

    [Fact]
    public async Task Run_FirstTargetsFail_GoesOnAndShowsARowForEach()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(
            _user, ["executions", "pause", "--yes", Completed, "99999999-9999-4999-8999-999999999999", Running], server.Environment)).ShouldExitWith(6);

        var rows = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["TARGET", Completed, "99999999-9999-4999-8999-999999999999", Running], rows.Select(row => row.Split(' ')[0]));
        Assert.Equal(["OUTCOME", "refused", "not found", "applied"], rows.Select(row => row.Substring(38, 15).TrimEnd()));
        Assert.Equal(["EXIT", "5", "4", "0"], rows.Select(row => row.Substring(55, 4).Trim()));
        Assert.Contains($"execution {Running} is paused", rows[3], StringComparison.Ordinal);
        Assert.Contains("Partial: 3 executions, 1 applied, 1 not found, 1 refused.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_JsonLines_PrintsALineForEachWhateverBecameOfIt()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", "--yes", Running, Completed, "-o", "jsonl"], server.Environment)).ShouldExitWith(6);

        Assert.Empty(result.Error);
        Assert.Equal([(Running, 0), (Completed, 5)], Lines(result.Output).Select(Ending));
    }

    [Fact]
    public async Task Run_NamedTwice_SendsOnce()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await Ectl.RunAsync(_user, ["agent-runs", "resume", "--yes", "101", "0101", "101", "--prompt", "go", "-o", "json"], server.Environment))
            .ShouldExitWith(0).OutputDocument();

        Assert.Equal(1, server.Journal.Count(OperationNames.ResumeAgentRun));
        Assert.Equal(1, document.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Run_OneMayHaveBeenApplied_ExitsWithEightAlthoughAnotherWas()
    {
        var requests = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref requests) == 1
            ? RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"ACTIVE"}""")
            : RawAnswer.Close);

        var document = (await Ectl.RunAsync(
            _user, ["agent-runs", "resume", "--yes", "101", "102", "--prompt", "go", "-o", "json"], ServiceVariables.Codegen(server.Url))).ShouldExitWith(8).ErrorDocument();

        Assert.Equal("unknown", document.GetProperty("outcome").GetString());
        Assert.False(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal([("101", 0), ("102", 8)], document.GetProperty("targets").EnumerateArray().Select(Ending));
    }

    [Fact]
    public async Task Run_ByDefault_ActsOnOneAfterAnother()
    {
        var (now, most) = (0, 0);
        await using var server = new RawServer(_ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.Yield();
            Interlocked.Decrement(ref now);
            return RawAnswer.Json(200, """{"success":true,"message":"ok"}""");
        });

        (await Ectl.RunAsync(_user, ["executions", "pause", "--yes", "a", "b", "c", "d"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        Assert.Equal(1, most);
        Assert.Equal(["a", "b", "c", "d"], server.Requests.Select(request => request.Path.Split('/')[^2]));
    }

    [Fact]
    public async Task Run_Parallel_HasSoManyUnderWayAtOnceAndKeepsTheOrderOfTheReport()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Ectl.Start(
            _user, ["executions", "pause", "--yes", "a", "b", "c", "d", "--parallel", "3", "-o", "json"], ServiceVariables.Kubiya(server.Url));

        await server.ArrivalsAsync(3);
        ectl.Interrupt();

        var document = (await ectl.WaitAsync()).ShouldExitWith(130).ErrorDocument();
        Assert.Equal(
            [("a", "unknown"), ("b", "unknown"), ("c", "unknown"), ("d", "notSent")],
            document.GetProperty("targets").EnumerateArray().Select(target => (target.GetProperty("target").GetString()!, target.GetProperty("outcome").GetString()!)));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Run_Wait_AsksAllBeforeItWaitsForTheFirst()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await Ectl.RunAsync(
            _user,
            ["automation-executions", "terminate", "--yes", "9007199254740993", "839265", "--wait", "--timeout", "1m", "-o", "json"],
            server.Environment)).ShouldExitWith(10).OutputDocument();

        Assert.Equal(
            [("verified", 0), ("contradicted", 10)],
            document.GetProperty("targets").EnumerateArray().Select(target =>
                (target.GetProperty("wait").GetProperty("outcome").GetString()!, target.GetProperty("exitCode").GetInt32())));
        Assert.Equal(
            [OperationNames.TerminateAutomationExecution, OperationNames.TerminateAutomationExecution, OperationNames.GetAutomationExecution],
            server.Journal.Entries.Select(entry => entry.Operation).Where(operation => operation != OperationNames.Token).Take(3));
    }

    [Fact]
    public async Task Run_WaitOutOfTime_LooksAtEachAndExitsWithNine()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { TerminateDelay = TimeSpan.FromHours(1) });

        var document = (await Ectl.RunAsync(
            _user,
            ["automation-executions", "terminate", "--yes", "9007199254740993", "1000001", "--wait", "--timeout", "1s", "-o", "json"],
            server.Environment)).ShouldExitWith(9).OutputDocument();

        Assert.All(document.GetProperty("targets").EnumerateArray(), target => Assert.NotEmpty(target.GetProperty("wait").GetProperty("state").GetString()!));
    }

    [Fact]
    public async Task Interrupt_SecondTargetIsUnderWay_TellsDoneFromUnknownFromNeverSent()
    {
        await using var server = FirstAnswered();
        await using var ectl = Ectl.Start(
            _user, ["agent-runs", "resume", "--yes", "101", "102", "103", "104", "--prompt", "go", "-o", "jsonl"], ServiceVariables.Codegen(server.Url));
        await server.ArrivalsAsync(2);
        var sent = TimeProvider.System.GetTimestamp();

        ectl.Interrupt();

        var result = (await ectl.WaitAsync()).ShouldExitWith(130);

        // A second for ectl, the rest for a busy machine.
        Assert.True(TimeProvider.System.GetElapsedTime(sent) < TimeSpan.FromSeconds(5));
        Assert.Equal(
            [("101", "applied", 0), ("102", "unknown", 130), ("103", "notSent", 130), ("104", "notSent", 130)],
            Lines(result.Output).Select(line => (
                line.GetProperty("target").GetString()!, line.GetProperty("outcome").GetString()!, line.GetProperty("exitCode").GetInt32())));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Interrupt_ForPeople_SumsUp()
    {
        await using var server = FirstAnswered();
        await using var ectl = Ectl.Start(
            _user, ["agent-runs", "resume", "--yes", "101", "102", "103", "104", "--prompt", "go", "--quiet"], ServiceVariables.Codegen(server.Url));
        await server.ArrivalsAsync(2);

        ectl.Terminate();

        var result = (await ectl.WaitAsync()).ShouldExitWith(143);
        Assert.Equal("Terminated: 4 agent runs, 1 applied, 1 unknown, 2 not sent.", result.Error.TrimEnd('\n'));
        Assert.Equal(5, result.Output.Count(character => character == '\n'));
    }

    [Fact]
    public async Task Run_StandardOutputIsFull_ActsOnTheOthersAllTheSame()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var full = FullDevice.Open();
        await using var ectl = Ectl.Start(_user, ["executions", "cancel", "--yes", Running, Waiting], new EctlSurroundings { Output = full }, server.Environment);

        var result = (await ectl.WaitAsync()).ShouldExitWith(0);

        Assert.Equal(2, server.Journal.Count(OperationNames.CancelExecution));
        Assert.Contains(Running, result.Error, StringComparison.Ordinal);
        Assert.Contains(Waiting, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_SeveralTargets_ShowsEachRequestAndSendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["executions", "cancel", Running, Waiting, "--dry-run", "--parallel", "2"], server.Environment)).ShouldExitWith(0);

        Assert.Contains($"/api/v1/executions/{Running}/cancel", result.Output, StringComparison.Ordinal);
        Assert.Contains($"/api/v1/executions/{Waiting}/cancel", result.Output, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Verbose_Json_TellsProgressOnStandardError()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["automations", "resolve-paused", "--yes", "aut_runaway", "aut_nightly", "--decision", "run", "-o", "json", "-v"], server.Environment))
            .ShouldExitWith(0);

        var events = Lines(result.Error).ToLookup(line => line.GetProperty("event").GetString());
        Assert.Equal([1, 2], events["target"].Select(line => line.GetProperty("done").GetInt32()));
        Assert.All(events["target"], line => Assert.Equal(2, line.GetProperty("count").GetInt32()));
        Assert.All(events["round"], line => Assert.StartsWith("aut_", line.GetProperty("target").GetString(), StringComparison.Ordinal));
    }

    private static RawServer FirstAnswered()
    {
        var requests = 0;
        return new RawServer(_ => Interlocked.Increment(ref requests) == 1
            ? RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"ACTIVE"}""")
            : RawAnswer.Silence);
    }

    private static JsonElement Parse(string text) => Assert.Single(Lines(text));

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())];

    private static (string Target, int ExitCode) Ending(JsonElement report) =>
        (report.GetProperty("target").GetString()!, report.GetProperty("exitCode").GetInt32());
}
