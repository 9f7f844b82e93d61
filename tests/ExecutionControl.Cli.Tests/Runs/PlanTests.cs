using System.Text;
using System.Text.Json;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Client;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>What --plan writes, and what apply makes of it.</summary>
public sealed class PlanTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Paused = "22222222-2222-4222-8222-222222222222";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("executions pause --all", $"{Running} running,{Waiting} waiting_for_input")]
    [InlineData($"executions pause {Running} {Paused}", $"{Running} running,{Paused} paused")]
    [InlineData("automation-executions terminate --automation aut_nightly --running", "9007199254740993 AUTOMATION_EXECUTION_STATE_PROCESS_STEP")]
    [InlineData("automations disable aut_nightly", "aut_nightly enabled")]
    [InlineData("automations clear-breaker aut_runaway", "aut_runaway tripped")]
    [InlineData("automations resolve-paused aut_runaway --decision cancel --reason x", "aut_runaway ")]
    [InlineData("agent-runs resume 101 --prompt go", "101 PAUSED")]
    public async Task Plan_AnyTargets_HoldsThemWithTheStateSeenAndSendsNothing(string line, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, line, "--plan", "a.plan", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("notSent", document.GetProperty("outcome").GetString());
        Assert.Equal(Path.Combine(_user.Home, "a.plan"), document.GetProperty("plan").GetProperty("file").GetString());
        var targets = Lines("a.plan")[1..^1];
        Assert.Equal(expected.Split(','), targets.Select(target => $"{target.GetProperty("id").GetString()} {State(target)}"));
        Assert.Equal(document.GetProperty("plan").GetProperty("digest").GetString(), Lines("a.plan")[^1].GetProperty("digest").GetString());
        AssertNothingChanged(server);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_user.Home, "a.plan")));
        }
    }

    [Fact]
    public async Task Plan_ATargetThatIsNotThere_LeavesNoFile()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, "executions pause 99999999-9999-4999-8999-999999999999", "--plan", "a.plan")).ShouldExitWith(4);

        Assert.False(File.Exists(Path.Combine(_user.Home, "a.plan")));
        AssertNothingChanged(server);
    }

    /// <summary>One in five thousand must not keep the others from being planned.</summary>
    [Fact]
    public async Task Plan_OneOfSeveralCannotBeLookedAt_StandsInItWithoutAState()
    {
        const string missing = "99999999-9999-4999-8999-999999999999";
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, $"executions pause {Running} {missing} {Waiting}", "--plan", "a.plan", "-o", "json"))
            .ShouldExitWith(6).OutputDocument();

        var targets = Lines("a.plan")[1..^1];
        Assert.Equal(
            [$"{Running} running", $"{missing} ", $"{Waiting} waiting_for_input"],
            targets.Select(target => $"{target.GetProperty("id").GetString()} {State(target)}"));
        Assert.NotEmpty(targets[1].GetProperty("notSeen").GetString()!);
        Assert.Contains("1 of 3 could not be looked at", document.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(missing, document.GetProperty("message").GetString(), StringComparison.Ordinal);
        AssertNothingChanged(server);

        var applied = (await RunAsync(server, "apply a.plan --yes -o json")).ShouldExitWith(6).OutputDocument();

        Assert.Equal(2, applied.GetProperty("counts").GetProperty("applied").GetInt32());
        var left = Assert.Single(applied.GetProperty("targets").EnumerateArray());
        Assert.Equal((missing, "notSent"), (left.GetProperty("target").GetString(), left.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Plan_ACredentialThatIsRejected_EndsItAfterAFewLooks()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(401, """{"detail":"no"}"""));
        string[] ids = [.. Enumerable.Range(1, 30).Select(number => $"{number:x8}-0000-4000-8000-000000000000")];

        (await Ectl.RunAsync(_user, ["executions", "pause", .. ids, "--plan", "a.plan"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(3);

        Assert.False(File.Exists(Path.Combine(_user.Home, "a.plan")));
        Assert.InRange(server.Requests.Count, 1, 29);
    }

    [Fact]
    public async Task Plan_OfAStop_HoldsItsStepsAndCarriesThemOut()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "automations stop aut_nightly --reason drill", "--plan", "a.plan")).ShouldExitWith(0);

        Assert.Equal(
            ["automations.disable aut_nightly enabled", "automations.resolve-paused aut_nightly ", "automation-executions.terminate 9007199254740993 AUTOMATION_EXECUTION_STATE_PROCESS_STEP"],
            Lines("a.plan")[1..^1].Select(line => $"{line.GetProperty("operation").GetString()} {line.GetProperty("id").GetString()} {State(line)}"));
        Assert.Equal("""{"decision":"cancel","reason":"drill"}""", Lines("a.plan")[2].GetProperty("input").GetRawText());
        AssertNothingChanged(server);

        (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(0);

        Assert.Equal(1, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    /// <summary>Whoever adds a command that changes something has to say how it is planned.</summary>
    [Fact]
    public void Plan_EveryCommandThatChangesSomething_TakesIt()
    {
        // They carry out what was planned already.
        string[] exceptions = ["apply", "resume", "work"];
        var without = Documentation.CommandTree.All.OfType<EctlCommand>()
            .Where(command => command.IsChange && !command.Options.Any(option => option.Name == "--plan"))
            .ToList();

        Assert.Equal(exceptions, without.Select(command => command.Name).Order(StringComparer.Ordinal));
        Assert.All(without, command => Assert.IsNotType<CommandGroup>(command));
        Assert.Equal(
            ControlOperations.All.Where(operation => operation.ChangesState).Select(operation => operation.Id).Order(StringComparer.Ordinal),
            Documentation.CommandTree.All.OfType<EctlCommand>().Select(command => command.Operation?.Entry.Id).OfType<string>().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("automations stop aut_nightly --reason x --plan a.plan --dry-run", "leave one of them out")]
    [InlineData("executions pause --all --plan a.plan --dry-run", "leave one of them out")]
    [InlineData("executions pause --all --plan .", "cannot be written")]
    public async Task Plan_CannotBeMade_SendsNothing(string line, string message)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Apply_SomeHaveChanged_LeavesThemOutAndDoesTheRest()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, $"executions cancel {Running} --yes")).ShouldExitWith(0);

        var document = (await RunAsync(server, "apply a.plan --yes -o json")).ShouldExitWith(6).OutputDocument();

        Assert.Equal("ectl/v1/run-report", document.GetProperty("schema").GetString());
        Assert.Equal(1, document.GetProperty("counts").GetProperty("applied").GetInt32());
        var left = Assert.Single(document.GetProperty("targets").EnumerateArray());
        Assert.Equal(Running, left.GetProperty("target").GetString());
        Assert.Contains("it was running when the plan was made, and is cancelled now", left.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("paused", server.State.KubiyaExecution(Waiting).Status);
        Assert.Single(server.Journal.Entries, entry => entry.Operation == OperationNames.PauseExecution);
    }

    [Fact]
    public async Task Apply_FromAPipeToAPipe_CarriesThePlanOut()
    {
        await using var server = await ReferenceServer.StartAsync();
        var plan = (await RunAsync(server, $"executions pause {Running} --plan -")).ShouldExitWith(0).Output;

        (await Ectl.RunAsync(_user, ["apply", "-", "--yes"], server.Environment, Encoding.UTF8.GetBytes(plan))).ShouldExitWith(0);

        Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
        Assert.Empty(Directory.GetFiles(_user.Temporary));
    }

    [Fact]
    public async Task Apply_Edited_IsRefusedUnlessItIsANewPlan()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "agent-runs resume 101 104 --prompt go --plan a.plan")).ShouldExitWith(0);
        _user.WriteText("b.plan", File.ReadAllText(Path.Combine(_user.Home, "a.plan")).Replace("\"prompt\":\"go\"", "\"prompt\":\"stop\"", StringComparison.Ordinal));

        var refused = (await RunAsync(server, "apply b.plan --yes")).ShouldExitWith(2);
        Assert.Contains("--as-new-plan", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.ResumeAgentRun));

        (await RunAsync(server, "apply b.plan --yes --as-new-plan")).ShouldExitWith(0);
        Assert.Equal(2, server.Journal.Count(OperationNames.ResumeAgentRun));
    }

    [Fact]
    public async Task Apply_APromptForEach_GivesEachItsOwn()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"ACTIVE"}"""));
        _user.WriteText(
            "a.plan",
            """
            {"plan":"execution-control/plan/v1","created":"2026-01-01T00:00:00Z","accounts":[{"service":"Codegen","account":"any"}]}
            {"service":"Codegen","operation":"agent-runs.resume","account":"any","id":"101","input":{"prompt":"one"}}
            {"service":"Codegen","operation":"agent-runs.resume","account":"any","id":"104","input":{"prompt":"two"}}
            """);

        await Ectl.RunAsync(_user, ["apply", "a.plan", "--yes", "--as-new-plan"], ServiceVariables.Codegen(server.Url));

        Assert.Equal(
            ["101 one", "104 two"],
            server.Requests.Where(request => request.Method == "POST").Select(request => JsonDocument.Parse(request.Body).RootElement)
                .Select(body => $"{body.GetProperty("agent_run_id")} {body.GetProperty("prompt").GetString()}")
                .Order(StringComparer.Ordinal));
    }

    /// <summary>A slip that plans more is noticed before anything is sent; who means it says so.</summary>
    [Theory]
    [InlineData("", 2, 0)]
    [InlineData("--max 100", 2, 0)]
    [InlineData("--max 101", 5, 101)]
    public async Task Apply_ManyTargets_NeedsALimitThatAllowsThem(string options, int exitCode, int sent)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(422, """{"detail":"no"}"""));
        _user.WriteText(
            "a.plan",
            """{"plan":"execution-control/plan/v1","created":"2026-01-01T00:00:00Z","accounts":[{"service":"Kubiya","account":"any"}]}""" + "\n"
            + string.Concat(Enumerable.Range(1, 101).Select(number =>
                $$"""{"service":"Kubiya","operation":"executions.pause","account":"any","id":"{{number:x8}}-0000-4000-8000-000000000000"}""" + "\n")));

        var result = (await Ectl.RunAsync(
            _user,
            $"apply a.plan --yes --as-new-plan {options}".Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ServiceVariables.Kubiya(server.Url))).ShouldExitWith(exitCode);

        Assert.Equal(sent, server.Requests.Count(request => request.Method == "POST"));
        Assert.Equal(sent == 0, result.Error.Contains("The plan has 101 targets, and --max allows 100", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apply a.plan --yes --max 1", "The plan has 2 targets, and --max allows 1")]
    [InlineData("apply nothing.plan --yes", "cannot be read")]
    [InlineData("apply a.plan", "--yes")]
    [InlineData("apply a.plan --yes --rate often", "is no rate")]
    [InlineData("apply a.plan --yes --stop-after-failures 200%", "a percentage such as 5%")]
    [InlineData("apply a.plan --yes --canary-timeout 3s", "give --canary, too")]
    [InlineData("--sandbox apply a.plan --yes", "and not for the sandbox")]
    public async Task Apply_CannotBe_SendsNothing(string line, string message)
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);

        var result = (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Apply_AnotherServer_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var other = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);

        var result = (await RunAsync(other, "apply a.plan --yes")).ShouldExitWith(2);

        Assert.Contains("name the plan's account with --profile", result.Error, StringComparison.Ordinal);
        Assert.Empty(other.Journal.Entries);
    }

    [Fact]
    public async Task Apply_OnATerminal_AsksOnceWithWhatWhereAndUndo()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, $"executions cancel {Running} --yes")).ShouldExitWith(0);
        await using var terminal = EctlTerminal.Start(_user, "ectl apply a.plan", server.Environment);

        await terminal.SeesAsync("About to pause each of 2 executions.");
        await terminal.SeesAsync("1 that has changed since");
        await terminal.SeesAsync("'ectl executions resume'");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(0, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Apply_ACanaryThatSomebodyDislikes_StopsAndCanBeResumed()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        await using var terminal = EctlTerminal.Start(_user, "ectl apply a.plan --canary 1", server.Environment);

        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");
        await terminal.SeesAsync("1 of the first 1 came out as wanted.");
        await terminal.TypeAsync("n");
        Assert.Equal(6, await terminal.WaitAsync());
        Assert.Equal(1, server.Journal.Count(OperationNames.PauseExecution));

        (await RunAsync(server, "runs resume --yes")).ShouldExitWith(0);
        Assert.Equal(2, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Apply_TooManyFail_StopsAndSaysHowToGoOn()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });

        var result = (await RunAsync(server, "apply a.plan --yes --parallel 1 --stop-after-failures 1")).ShouldExitWith(3);

        Assert.Contains("stopped: 1 target failed", result.Error, StringComparison.Ordinal);
        Assert.Contains("To go on: ectl runs resume run-", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Command_WithACanary_IsARunThatCanBeGoneOnWith()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });

        var result = (await RunAsync(server, "executions pause --all --canary 1 --yes")).ShouldExitWith(3);
        Assert.Contains("stopped: not all of the first targets came to what was wanted", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, server.Journal.Count(OperationNames.PauseExecution));

        (await RunAsync(server, "runs resume --yes")).ShouldExitWith(3);
        Assert.Equal(1, server.Journal.Count(OperationNames.PauseExecution));
        (await RunAsync(server, "runs resume --canary 0 --yes")).ShouldExitWith(6);
        Assert.Equal(2, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Command_WithARate_KeepsIt()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "executions pause --all --rate 2/s --yes -o json")).ShouldExitWith(0);

        Assert.Contains("ectl/v1/run-report", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Elapsed, TimeSpan.FromSeconds(0.45), TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("executions pause --all --rate 2/s --wait --yes")]
    [InlineData("executions pause --all --canary 1 --wait --yes")]
    public async Task Command_PacedAndWaiting_SendsNothing(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        Assert.Contains("or --wait out", (await RunAsync(server, line)).ShouldExitWith(2).Error, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    [Fact]
    public async Task Apply_AReadOnlyProfile_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(ServerProfiles.Of(server));
        (await Ectl.RunAsync(_user, ["executions", "pause", "--all", "--plan", "a.plan", "--profile", "staging"])).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, ["profile", "set", "staging", "read-only", "true"])).ShouldExitWith(0);

        var result = (await Ectl.RunAsync(_user, ["apply", "a.plan", "--yes"])).ShouldExitWith(2);

        Assert.Contains("read-only", result.Error, StringComparison.Ordinal);
        AssertNothingChanged(server);
    }

    private static string? State(JsonElement target) => target.TryGetProperty("state", out var state) ? state.GetString() : null;

    private static void AssertNothingChanged(ReferenceServer server) => Assert.DoesNotContain(
        server.Journal.Entries,
        entry => entry.Operation is OperationNames.PauseExecution or OperationNames.ResumeAgentRun or OperationNames.ResolvePaused
            or OperationNames.TerminateAutomationExecution or OperationNames.ClearBreaker);

    private JsonElement[] Lines(string name) =>
    [
        .. File.ReadAllLines(Path.Combine(_user.Home, name)).Select(line => JsonDocument.Parse(line).RootElement),
    ];

    private Task<EctlResult> RunAsync(ReferenceServer server, string line, params string[] more) =>
        Ectl.RunAsync(_user, [.. line.Split(' '), .. more], server.Environment);
}
