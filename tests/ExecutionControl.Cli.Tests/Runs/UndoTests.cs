using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>Runs are gone on with, undone and verified.</summary>
public sealed class UndoTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Undo_SomethingWasChangedSince_LeavesItAndReversesTheRest()
    {
        await using var server = await ReferenceServer.StartAsync();
        await PauseAllAsync(server);
        (await RunAsync(server, $"executions terminate {Waiting} --reason x --yes")).ShouldExitWith(0);

        (await RunAsync(server, "runs undo run- --yes")).ShouldExitWith(4);
        var id = (await RunAsync(server, "runs list -o name")).ShouldExitWith(0).Output.Trim();
        var result = (await RunAsync(server, $"runs undo {id} --yes")).ShouldExitWith(6);

        Assert.Contains("it was paused when the plan was made, and is terminated now", result.Output, StringComparison.Ordinal);
        Assert.Equal("running", server.State.KubiyaExecution(Running).Status);
        Assert.Equal("terminated", server.State.KubiyaExecution(Waiting).Status);
        Assert.Equal(1, server.Journal.Count(OperationNames.ResumeExecution));
    }

    [Fact]
    public async Task Undo_WhatCannotBe_IsListedFirst()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, $"executions terminate {Running} --reason x --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(0);

        var result = (await RunAsync(server, "runs undo run- --yes")).ShouldExitWith(2);

        Assert.Contains($"cannot be undone: terminate execution '{Running}'", result.Error, StringComparison.Ordinal);
        Assert.Contains("Not undone: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_Planned_CanBeAppliedLater()
    {
        await using var server = await ReferenceServer.StartAsync();
        await PauseAllAsync(server);

        (await RunAsync(server, "runs undo run- --plan undo.plan")).ShouldExitWith(0);
        Assert.Equal(0, server.Journal.Count(OperationNames.ResumeExecution));

        (await RunAsync(server, "apply undo.plan --yes")).ShouldExitWith(0);
        Assert.Equal("running", server.State.KubiyaExecution(Running).Status);
    }

    [Fact]
    public async Task Resume_ARunWhoseOutcomeIsUnknown_IsLeftToAPerson()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.ResumeAgentRun, Moment = FaultMoment.AfterWork, Connection = FaultConnection.Reset });
        (await RunAsync(server, "agent-runs resume 101 --prompt go --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(8);
        var sent = server.Journal.Count(OperationNames.ResumeAgentRun);

        var again = (await RunAsync(server, "runs resume run- --yes")).ShouldExitWith(0);
        Assert.Contains("1 target came to an unknown end", again.Output, StringComparison.Ordinal);
        Assert.Equal(sent, server.Journal.Count(OperationNames.ResumeAgentRun));

        await using var terminal = EctlTerminal.Start(_user, "ectl runs resume run- --retry-unknown", server.Environment);
        await terminal.SeesAsync("1 target whose outcome nobody knows");
        await terminal.TypeAsync("n");
        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(sent, server.Journal.Count(OperationNames.ResumeAgentRun));
    }

    [Fact]
    public async Task Apply_Interrupted_IsResumedToItsEnd()
    {
        var isSilent = true;
        await using var server = new RawServer(request => request.Method == "GET"
            ? RawAnswer.Json(200, $$"""{"id":"{{request.Path.Split('/')[^1]}}","status":"running"}""")
            : isSilent && request.Path.Contains("/e7/", StringComparison.Ordinal)
                ? RawAnswer.Silence
                : RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));
        var variables = ServiceVariables.Kubiya(server.Url);
        (await Ectl.RunAsync(_user, ["executions", "pause", "--plan", "a.plan", .. Enumerable.Range(1, 9).Select(number => $"e{number}")], variables)).ShouldExitWith(0);
        await using var ectl = Ectl.Start(_user, ["apply", "a.plan", "--yes", "--parallel", "1"], variables);
        await server.ArrivalsAsync(9 + 9 + 7);
        ectl.Interrupt();

        var result = (await ectl.WaitAsync()).ShouldExitWith(130);
        isSilent = false;
        var resumed = (await Ectl.RunAsync(_user, ["runs", "resume", "--yes"], variables)).ShouldExitWith(0);

        Assert.Contains("To go on: ectl runs resume run-", result.Error, StringComparison.Ordinal);
        Assert.Contains("9 executions, all applied", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["e1 1", "e2 1", "e3 1", "e4 1", "e5 1", "e6 1", "e7 2", "e8 1", "e9 1"],
            server.Requests.Where(request => request.Method == "POST").GroupBy(request => request.Path.Split('/')[^2])
                .Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("UPDATE history SET content = content || ' ' WHERE sequence = 3")]
    [InlineData("DELETE FROM history WHERE sequence = 2")]
    public async Task Verify_ARowWasTouchedByHand_IsFound(string statement)
    {
        await using var server = await ReferenceServer.StartAsync();
        await PauseAllAsync(server);
        (await RunAsync(server, "runs verify")).ShouldExitWith(0);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_user.StateHome, "ectl", "journal.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        var document = (await RunAsync(server, "runs verify -o json")).ShouldExitWith(5);

        Assert.Contains("\"intact\":false", document.Output, StringComparison.Ordinal);
    }

    /// <summary>What is cut off at the end leaves a chain that fits: only what was kept elsewhere knows of it.</summary>
    [Fact]
    public async Task Verify_TheEndWasCutOff_IsFoundByTheHeadThatWasPrinted()
    {
        await using var server = await ReferenceServer.StartAsync();
        var printed = (await RunAsync(server, "executions pause --all --parallel 1 --rate 600/min --yes")).ShouldExitWith(0);
        var head = (await RunAsync(server, "runs show -o json")).ShouldExitWith(0).OutputDocument().GetProperty("head").GetString()!;
        Assert.Contains($"head: {head}", printed.Error, StringComparison.Ordinal);
        Assert.Contains(head, (await RunAsync(server, "runs show")).ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains($"head: {head}", (await RunAsync(server, $"runs verify --head {head}")).ShouldExitWith(0).Output, StringComparison.Ordinal);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_user.StateHome, "ectl", "journal.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "DELETE FROM history WHERE sequence = 4; UPDATE targets SET status = 0, outcome = NULL, entry = NULL WHERE ordinal = 2; "
                + "UPDATE runs SET entries = 3, applied = 1, head = (SELECT hash FROM history WHERE sequence = 3)";
            command.ExecuteNonQuery();
        }

        (await RunAsync(server, "runs verify")).ShouldExitWith(0);
        var found = (await RunAsync(server, $"runs verify {head.Split(':')[0]} --head {head} -o json")).ShouldExitWith(5);
        Assert.Contains("row 4, which the head", found.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs verify --head run-1", "is no head")]
    [InlineData("runs verify RUN --head journal:1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "leave the run out")]
    public async Task Verify_AHeadThatSaysNothing_IsRefused(string line, string message)
    {
        await using var server = await ReferenceServer.StartAsync();
        await PauseAllAsync(server);
        var run = (await RunAsync(server, "runs show -o json")).ShouldExitWith(0).OutputDocument().GetProperty("id").GetString()!;

        Assert.Contains(message, (await RunAsync(server, line.Replace("RUN", run, StringComparison.Ordinal))).ShouldExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoJournalAndAHead_IsFound() =>
        (await Ectl.RunAsync(_user, ["runs", "verify", "--head", $"journal:1:{new string('a', 64)}"])).ShouldExitWith(5);

    /// <summary>Images are not kept: what would be sent is not what was.</summary>
    [Fact]
    public async Task Resume_ASingleCommand_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions cancel 99999999-9999-4999-8999-999999999999 --yes")).ShouldExitWith(4);
        var id = (await RunAsync(server, "history -o json")).OutputDocument().GetProperty("items")[0].GetProperty("run").GetString();

        var result = (await RunAsync(server, $"runs resume {id} --retry-unknown --yes")).ShouldExitWith(2);

        Assert.Contains("is the row of a single command, 'ectl executions cancel'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OneOfNone_ExitsWithFour() => (await Ectl.RunAsync(_user, ["runs", "show"])).ShouldExitWith(4);

    [Fact]
    public async Task Completion_OfARun_OffersTheNewest()
    {
        await using var server = await ReferenceServer.StartAsync();
        await PauseAllAsync(server);

        var result = await Ectl.RunAsync(_user, ["[suggest:15]", "ectl runs show "], server.Environment);

        Assert.StartsWith("run-", result.Output, StringComparison.Ordinal);
    }

    private async Task PauseAllAsync(ReferenceServer server)
    {
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(0);
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
