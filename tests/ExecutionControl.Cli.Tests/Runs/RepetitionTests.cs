using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>What must not be repeated is not, by whatever somebody types after a crash; and nothing is sent by a look of long ago.</summary>
public sealed class RepetitionTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Prompts =
        """
        {"plan":"execution-control/plan/v1","created":"2026-01-01T00:00:00Z","accounts":[{"service":"Codegen","account":"any"}]}
        {"service":"Codegen","operation":"agent-runs.resume","account":"any","id":"101","input":{"prompt":"one"}}
        {"service":"Codegen","operation":"agent-runs.resume","account":"any","id":"104","input":{"prompt":"two"}}
        """;

    private static readonly string OnePrompt = string.Join('\n', Prompts.Split('\n')[..2]);

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Apply_APlanWhoseRunIsNotFinished_NamesTheResumeAndSendsNothing()
    {
        var isSilent = true;
        await using var server = new RawServer(_ => isSilent ? RawAnswer.Silence : Resumed(101));
        await InterruptAsync(server, "-o", "table");
        isSilent = false;

        var again = (await ApplyAsync(server)).ShouldExitWith(2);

        Assert.Contains("of this plan is not finished, 0 of 2 are done: 'ectl runs resume run-", again.Error, StringComparison.Ordinal);
        Assert.Equal(1, Posts(server));
    }

    [Fact]
    public async Task Apply_APlanThatIsDoneAndMustNotBeRepeated_WantsAWord()
    {
        await using var server = new RawServer(request => Resumed(request.Body.Contains("104", StringComparison.Ordinal) ? 104 : 101));
        (await ApplyAsync(server)).ShouldExitWith(0);

        var again = (await ApplyAsync(server)).ShouldExitWith(2);
        Assert.Contains("a second time may do harm", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, Posts(server));

        (await ApplyAsync(server, "--again")).ShouldExitWith(0);
        Assert.Equal(4, Posts(server));
    }

    [Fact]
    public async Task Apply_AHarmlessPlanThatIsDone_IsAskedAboutWithTheRunBefore()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(0);
        await using var terminal = EctlTerminal.Start(_user, "ectl apply a.plan", server.Environment);

        await terminal.SeesAsync("by run run-");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
    }

    [Fact]
    public async Task Apply_InterruptedInACallThatMustNotBeRepeated_DoesNotCallItSafe()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);

        var document = (await InterruptAsync(server, "-o", "json")).ErrorDocument();

        Assert.False(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal("unknown", document.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Resume_InterruptedBeforeWhatAnEarlierProcessSent_DoesNotCallItUnsent()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        _user.WriteText("a.plan", OnePrompt);
        await InterruptAsync(server, "-o", "json");
        await using var ectl = Ectl.Start(_user, ["runs", "resume", "--yes", "-o", "json"], ServiceVariables.Codegen(server.Url));
        await server.ArrivalsAsync(1);
        ectl.Interrupt();

        var document = (await ectl.WaitAsync()).ShouldExitWith(130).ErrorDocument();

        Assert.Equal("unknown", document.GetProperty("outcome").GetString());
        Assert.False(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal(1, Posts(server));
    }

    [Fact]
    public async Task Apply_TheJournalIsTakenAwayMeanwhile_StillTellsWhatWasDone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var server = new RawServer(request =>
        {
            if (request.Method == "POST")
            {
                File.Move(Path.Combine(_user.StateHome, "ectl", "journal.db"), Path.Combine(_user.Home, "away.db"), overwrite: true);
            }

            return Resumed(101);
        });
        _user.WriteText("a.plan", OnePrompt);

        var result = await ApplyAsync(server, "-o", "json");

        Assert.Equal("ectl/v1/run-report", result.OutputDocument().GetProperty("schema").GetString());
        Assert.Equal(1, result.OutputDocument().GetProperty("counts").GetProperty("applied").GetInt32());
    }

    [Fact]
    public async Task Apply_ATargetIsResumedWhileTheQuestionStands_IsNotResumedAgain()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "agent-runs resume 101 --prompt go --plan a.plan")).ShouldExitWith(0);
        await using var terminal = EctlTerminal.Start(_user, "ectl apply a.plan", server.Environment);
        await terminal.SeesAsync("Go ahead?");
        (await RunAsync(server, "agent-runs resume 101 --prompt go --yes")).ShouldExitWith(0);
        await terminal.TypeAsync("y");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(1, server.Journal.Count(OperationNames.ResumeAgentRun));
    }

    [Fact]
    public async Task Apply_ATargetThatCannotBeLookedAt_IsLeftOut()
    {
        var isHidden = false;
        await using var server = new RawServer(request => request switch
        {
            { Method: "GET" } when isHidden && request.Path.Contains("/e2", StringComparison.Ordinal) => RawAnswer.Json(403, """{"detail":"no"}"""),
            { Method: "GET" } => RawAnswer.Json(200, $$"""{"id":"{{request.Path.Split('/')[^1]}}","status":"running"}"""),
            _ => RawAnswer.Json(200, """{"success":true,"message":"ok"}"""),
        });
        var variables = ServiceVariables.Kubiya(server.Url);
        (await Ectl.RunAsync(_user, ["executions", "pause", "e1", "e2", "--plan", "a.plan"], variables)).ShouldExitWith(0);
        isHidden = true;

        (await Ectl.RunAsync(_user, ["apply", "a.plan", "--yes"], variables)).ShouldExitWith(6);

        Assert.Contains("/e1/", Assert.Single(server.Requests, request => request.Method == "POST").Path, StringComparison.Ordinal);
    }

    private static RawAnswer Resumed(int id) => RawAnswer.Json(200, $$"""{"id":{{id}},"organization_id":42,"status":"ACTIVE"}""");

    private static int Posts(RawServer server) => server.Requests.Count(request => request.Method == "POST");

    /// <summary>Interrupts a run of the plan in its first call.</summary>
    private async Task<EctlResult> InterruptAsync(RawServer server, params string[] more)
    {
        WritePlan();
        await using var ectl = Ectl.Start(
            _user, ["apply", "a.plan", "--yes", "--as-new-plan", "--parallel", "1", .. more], ServiceVariables.Codegen(server.Url));
        await server.ArrivalsAsync(1);
        ectl.Interrupt();
        return (await ectl.WaitAsync()).ShouldExitWith(130);
    }

    private Task<EctlResult> ApplyAsync(RawServer server, params string[] more)
    {
        WritePlan();
        return Ectl.RunAsync(_user, ["apply", "a.plan", "--yes", "--as-new-plan", .. more], ServiceVariables.Codegen(server.Url));
    }

    private void WritePlan()
    {
        if (!File.Exists(Path.Combine(_user.Home, "a.plan")))
        {
            _user.WriteText("a.plan", Prompts);
        }
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
