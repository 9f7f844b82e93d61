using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>The pace that a run was begun with, and who goes on with it.</summary>
public sealed class PaceTests : IDisposable
{
    private const string Pace = "--parallel 1 --rate 600/min --canary 1 --canary-timeout 90s --stop-after-failures 5%";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("apply a.plan")]
    [InlineData("executions pause --all")]
    [InlineData("freeze --service kubiya --reason drill")]
    public async Task Show_ARunThatWasBegunAtAPace_ShowsIt(string command)
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, $"{command} {Pace} --yes")).ShouldExitWith(0);

        var shown = (await RunAsync(server, "runs show -o json")).ShouldExitWith(0).OutputDocument().GetProperty("pace");
        var table = (await RunAsync(server, "runs show -o table")).ShouldExitWith(0).Output;

        Assert.Equal(
            """{"parallel":1,"rate":"600/min","canary":1,"canaryTimeoutSeconds":90,"canaryPassed":true,"stopAfterFailures":"5%"}""",
            System.Text.Json.JsonSerializer.Serialize(shown));
        Assert.Contains(
            $"{Pace.Replace("90s", "1m30s", StringComparison.Ordinal)} (the canary has passed)",
            string.Join(' ', table.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_ARunWithoutAPace_HasNone()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "freeze --service kubiya --reason drill --yes")).ShouldExitWith(0);

        Assert.False((await RunAsync(server, "runs show -o json")).ShouldExitWith(0).OutputDocument().TryGetProperty("pace", out _));
    }

    /// <summary>Killed in its canary, without a word of how it goes on: the next one asks about the canary, and says at which pace it is.</summary>
    [Fact]
    public async Task Resume_AfterAKill_GoesOnAtThePaceOfTheRun()
    {
        var isSilent = true;
        await using var server = new RawServer(request => (request.Method, isSilent) switch
        {
            ("GET", _) => RawAnswer.Json(200, $$"""{"id":"{{request.Path.Split('/')[^1]}}","status":"paused"}"""),
            (_, true) => RawAnswer.Silence,
            _ => RawAnswer.Json(200, """{"success":true,"message":"ok"}"""),
        });
        var variables = ServiceVariables.Kubiya(server.Url);
        await using (var ectl = Ectl.Start(
            _user, ["executions", "cancel", "e1", "e2", "e3", "--yes", .. "--canary 1 --canary-timeout 1s --stop-after-failures 9".Split(' ')], variables))
        {
            await server.ArrivalsAsync(1);
            ectl.Interrupt();
            (await ectl.WaitAsync()).ShouldExitWith(130);
        }

        isSilent = false;
        await using var terminal = EctlTerminal.Start(_user, "ectl runs resume", variables);
        await terminal.SeesAsync("--canary 1 --canary-timeout 1s --stop-after-failures 9");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");
        await terminal.SeesAsync("Go on with the rest?");
        await terminal.TypeAsync("n");
        Assert.NotEqual(0, await terminal.WaitAsync());

        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST" && !request.Path.Contains("/e1/", StringComparison.Ordinal)) + 1);
    }

    [Fact]
    public async Task Resume_StoppedByItsOwnLimit_WantsToKnowHowManyMore()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403 });
        var stopped = (await RunAsync(server, "executions pause --all --yes --parallel 1 --stop-after-failures 1 -o json")).ErrorDocument();
        var resume = stopped.GetProperty("resume").GetString()!;
        Assert.EndsWith(" --stop-after-failures 1", resume, StringComparison.Ordinal);

        var refused = (await RunAsync(server, "runs resume --yes")).ShouldExitWith(2);
        Assert.Contains("1 target has failed, and it was begun with --stop-after-failures 1: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--stop-after-failures 1'. Nothing was sent.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, server.Journal.Count(OperationNames.PauseExecution));

        server.Faults.Clear();
        (await RunAsync(server, $"{resume[5..]} --yes")).ShouldExitWith(6);
        Assert.Equal(2, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Theory]
    [InlineData("--stop-after-failures never --canary 0")]
    [InlineData("--stop-after-failures 7 --rate unlimited --canary 0")]
    public async Task Resume_ToldOtherwise_GoesByThat(string options)
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });
        await RunAsync(server, "executions pause --all --yes --parallel 1 --rate 60/min --canary 1 --stop-after-failures 1");

        (await RunAsync(server, $"runs resume --yes {options}")).ShouldExitWith(6);

        Assert.Equal(2, server.Journal.Count(OperationNames.PauseExecution));
    }

    /// <summary>Nobody is asked: what is printed to go on must not end where this has.</summary>
    [Fact]
    public async Task Canary_NotAsWantedAndNobodyAsked_PrintsHowToGoOnWithoutIt()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });
        var stopped = (await RunAsync(server, "executions pause --all --yes --parallel 1 --canary 1 -o json")).ErrorDocument();
        var resume = stopped.GetProperty("resume").GetString()!;

        Assert.EndsWith(" --canary 0", resume, StringComparison.Ordinal);
        await RunAsync(server, $"{resume[5..]} --yes");
        Assert.Equal(2, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Theory]
    [InlineData("apply a.plan --rate unlimited --yes")]
    [InlineData("apply a.plan --canary 0 --yes")]
    [InlineData("apply a.plan --stop-after-failures never --yes")]
    [InlineData("runs resume --rate 0/s --yes")]
    [InlineData("runs resume --stop-after-failures 0 --yes")]
    public async Task Pace_ThatIsNone_IsRefused(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, line)).ShouldExitWith(2);
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
