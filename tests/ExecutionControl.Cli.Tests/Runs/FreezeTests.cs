using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>The button that stops everything, and the one that lets exactly that go on.</summary>
public sealed class FreezeTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Paused = "22222222-2222-4222-8222-222222222222";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    /// <summary>A day's world has 200 and 5 000: a hundredth of the executions by default.</summary>
    private static readonly int Scale =
        int.TryParse(Environment.GetEnvironmentVariable("EXECUTIONCONTROL_TEST_SCALE"), CultureInfo.InvariantCulture, out var scale) ? scale : 1;

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Freeze_TheWholeWorld_StopsWhatCanBeAndSaysWhatRunsOn()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "freeze --reason drill --yes -o json")).ShouldExitWith(0).OutputDocument();

        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
        Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
        Assert.Equal("paused", server.State.KubiyaExecution(Waiting).Status);
        Assert.Equal(3, document.GetProperty("counts").GetProperty("applied").GetInt32());
        var runsOn = document.GetProperty("runsOn").EnumerateArray().ToDictionary(
            rest => rest.GetProperty("kind").GetString()!, rest => rest.GetProperty("ids")[0].GetString());
        Assert.Equal("102", runsOn["agent-runs"]);
        Assert.Equal("9007199254740993", runsOn["automation-executions"]);
        Assert.Equal(0, server.Journal.Count(OperationNames.BanAgentRun));
    }

    [Fact]
    public async Task Thaw_AfterAFreeze_UndoesExactlyThat()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "freeze --reason drill --yes")).ShouldExitWith(0);

        (await RunAsync(server, "thaw --yes")).ShouldExitWith(0);

        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
        Assert.Equal("running", server.State.KubiyaExecution(Running).Status);
        Assert.Equal("paused", server.State.KubiyaExecution(Paused).Status);
        Assert.Contains("no freeze that could be thawed", (await RunAsync(server, "thaw --yes")).ShouldExitWith(4).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--service kubiya", "executions.pause 2")]
    [InlineData("--service conductorone --service codegen", "automations.disable 1")]
    [InlineData("--automation aut_nightly", "automations.disable 1")]
    [InlineData("--automation aut_other", "")]
    [InlineData("--older-than 1h", "automations.disable 1,executions.pause 1")]
    [InlineData("--service codegen --ban", "agent-runs.ban 1")]
    public async Task Freeze_APart_StopsThatAlone(string scope, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, $"freeze --reason drill --yes {scope}")).ShouldExitWith(0);
        var rows = (await RunAsync(server, "history -o json")).OutputDocument().GetProperty("items").EnumerateArray();

        Assert.Equal(
            expected.Split(',', StringSplitOptions.RemoveEmptyEntries),
            rows.GroupBy(row => row.GetProperty("operation").GetString()).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Freeze_AServiceWithoutAnAccount_IsLeftOutWithAWord()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(
            _user,
            ["freeze", "--reason", "drill", "--yes"],
            server.Environment.Where(pair => pair.Key.StartsWith("KUBIYA", StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value)))
            .ShouldExitWith(0);

        Assert.Contains("Codegen is left out: there is no account for it", result.Error, StringComparison.Ordinal);
        Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
        (await Ectl.RunAsync(_user, ["freeze", "--reason", "drill", "--yes"])).ShouldExitWith(3);
    }

    [Fact]
    public async Task Freeze_AServiceCannotBeLookedAt_StopsTheOthersAndIsPartial()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.ListAutomations, Status = 403 });

        var result = (await RunAsync(server, "freeze --reason drill --yes")).ShouldExitWith(6);

        Assert.Contains("could not be looked at to its end", result.Error, StringComparison.Ordinal);
        Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
    }

    [Fact]
    public async Task Freeze_DryRun_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "freeze --dry-run")).ShouldExitWith(0);

        Assert.Contains("Dry run: this would disable automation 'aut_nightly' and pause each of 2 executions", result.Output, StringComparison.Ordinal);
        Assert.Equal("running", server.State.KubiyaExecution(Running).Status);
    }

    /// <summary>Two organizations, one of them under two names, a profile that may only look, and one without a service.</summary>
    [Fact]
    public async Task Freeze_AllProfiles_StopsTheAccountsOfEachOnceAndThawLetsThemGoOn()
    {
        await using var east = await ReferenceServer.StartAsync();
        await using var west = await ReferenceServer.StartAsync();
        _user.Configure(
            "current: east\nprofiles:\n"
            + Profile("east", east, "")
            + Profile("east-too", east, "")
            + Profile("west", west, "")
            + Profile("looking", west, "    read-only: true\n")
            + "  empty:\n    codegen:\n      org-id: 42\n");

        var frozen = await RunInProfilesAsync("freeze --all-profiles --reason drill --yes");

        foreach (var server in (ReferenceServer[])[east, west])
        {
            Assert.False(server.State.Automation("aut_nightly").IsEnabled);
            Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
            Assert.Equal(1, server.Journal.Count(OperationNames.UpdateAutomation));
        }

        frozen.ShouldExitWith(6);
        Assert.Contains("profile looking is read-only", frozen.Error, StringComparison.OrdinalIgnoreCase);

        (await RunInProfilesAsync("thaw --yes")).ShouldExitWith(0);

        foreach (var server in (ReferenceServer[])[east, west])
        {
            Assert.True(server.State.Automation("aut_nightly").IsEnabled);
            Assert.Equal("running", server.State.KubiyaExecution(Running).Status);
            Assert.Equal("paused", server.State.KubiyaExecution(Paused).Status);
        }
    }

    [Theory]
    [InlineData("freeze --profile west --reason drill --yes", false, true)]
    [InlineData("freeze --reason drill --yes", true, false)]
    public async Task Freeze_OneProfileOfSeveral_StopsItsAccountsAlone(string line, bool isEastFrozen, bool isWestFrozen)
    {
        await using var east = await ReferenceServer.StartAsync();
        await using var west = await ReferenceServer.StartAsync();
        _user.Configure("current: east\nprofiles:\n" + Profile("east", east, "") + Profile("west", west, ""));

        (await RunInProfilesAsync(line)).ShouldExitWith(0);

        Assert.Equal(isEastFrozen ? "paused" : "running", east.State.KubiyaExecution(Running).Status);
        Assert.Equal(isWestFrozen ? "paused" : "running", west.State.KubiyaExecution(Running).Status);
    }

    /// <summary>What no profile has comes from the environment, and from there once.</summary>
    [Fact]
    public async Task Freeze_AllProfilesAndAServiceOfTheEnvironment_StopsThatOnce()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure("profiles:\n" + KubiyaProfile("one", server) + KubiyaProfile("two", server));

        (await Ectl.RunAsync(_user, "freeze --all-profiles --reason drill --yes".Split(' '), server.Environment)).ShouldExitWith(0);

        Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
        Assert.InRange(server.Journal.Count(OperationNames.UpdateAutomation), 0, 1);
    }

    [Fact]
    public async Task Freeze_OnATerminal_AsksOnceForAll()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl freeze --reason drill", server.Environment);

        await terminal.SeesAsync("About to disable automation 'aut_nightly' and pause each of 2 executions.");
        await terminal.SeesAsync("1 agent run: 102");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Equal("paused", server.State.KubiyaExecution(Running).Status);
    }

    [Fact]
    public async Task FreezeAndThaw_AMixedWorldAndAKillInTheMiddle_EndAsItWas()
    {
        var (automations, executions) = (200, 50 * Scale);
        await using var server = await ReferenceServer.StartAsync();
        await server.SeedAsync(World(automations, executions));
        var before = Look(server, automations, executions);

        await KillAsync(server, "freeze --reason drill --yes", OperationNames.UpdateAutomation, atLeast: 60);
        (await RunAsync(server, "runs resume --yes")).ShouldExitWith(0);
        var frozen = Look(server, automations, executions);
        await KillAsync(server, "thaw --yes", OperationNames.ResumeExecution, atLeast: 2);
        (await RunAsync(server, "runs resume --yes")).ShouldExitWith(0);

        Assert.DoesNotContain(frozen, state => state.EndsWith(" enabled", StringComparison.Ordinal) || state.EndsWith(" running", StringComparison.Ordinal));
        Assert.Equal(before.Select(AfterResume), Look(server, automations, executions));
        (await RunAsync(server, "runs verify")).ShouldExitWith(0);
    }

    /// <summary>Kubiya lets what waited for input run.</summary>
    private static string AfterResume(string state) => state.Replace("waiting_for_input", "running", StringComparison.Ordinal);

    private static string[] Look(ReferenceServer server, int automations, int executions) =>
    [
        .. Enumerable.Range(1, automations).Select(number => $"aut_{number} {(server.State.Automation($"aut_{number}").IsEnabled ? "enabled" : "disabled")}"),
        .. Enumerable.Range(1, executions).Select(number => $"{Id(number)} {server.State.KubiyaExecution(Id(number)).Status}"),
    ];

    private static string Id(int number) => $"00000000-0000-4000-8000-{number:x12}";

    private static string World(int automations, int executions)
    {
        string[] states = ["running", "waiting_for_input", "paused", "completed", "failed", "cancelled", "terminated", "running", "running"];
        return JsonSerializer.Serialize(new
        {
            automations = Enumerable.Range(1, automations).Select(number => new { id = $"aut_{number}", enabled = number % 7 != 0 }),
            executions = Enumerable.Range(1, executions).Select(number => new { id = Id(number), status = states[number % states.Length], type = "AGENT" }),
        });
    }

    /// <summary>Runs ectl as a process and ends it as kill -9 does, as soon as so many calls have arrived.</summary>
    private Task<EctlResult> RunInProfilesAsync(string line) => Ectl.RunAsync(_user, line.Split(' '));

    private static string Profile(string name, ReferenceServer server, string more) =>
        $"{KubiyaProfile(name, server)}{more}    conductorone:\n      server-url: {server.Url}\n      client-id: {server.Credentials.ConductorOne.ClientId}\n"
        + $"      client-secret: {server.Credentials.ConductorOne.ClientSecret}\n";

    private static string KubiyaProfile(string name, ReferenceServer server) =>
        $"  {name}:\n    kubiya:\n      server-url: {server.Url}\n      api-key: {server.Credentials.Kubiya.ApiKey}\n";

    private async Task KillAsync(ReferenceServer server, string line, string operation, int atLeast)
    {
        var before = server.Journal.Count(operation);
        await using var ectl = EctlProcess.Start(_user, [.. line.Split(' '), "--parallel", "2", "--rate", "300/s"], server.Environment);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (server.Journal.Count(operation) - before < atLeast)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
