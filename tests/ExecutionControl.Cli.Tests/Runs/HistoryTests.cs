using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>What every changing command leaves behind, and what it never does for that.</summary>
public sealed class HistoryTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";

    private const string Paused = "22222222-2222-4222-8222-222222222222";
    private const string Other = "33333333-3333-4333-8333-333333333333";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    private string JournalFile => Path.Combine(_user.StateHome, "ectl", "journal.db");

    [Fact]
    public async Task History_ASingleCommand_HasARowThatSaysAll()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, $"executions terminate {Running} --reason stuck --yes")).ShouldExitWith(0);

        var row = Assert.Single(await RowsAsync(server));

        Assert.Equal("executions.terminate", row.GetProperty("operation").GetString());
        Assert.Equal(Running, row.GetProperty("target").GetString());
        Assert.Equal("applied", row.GetProperty("outcome").GetString());
        Assert.Equal("stuck", row.GetProperty("reason").GetString());
        Assert.Equal("ectl executions terminate", row.GetProperty("title").GetString());
        Assert.Equal(Environment.UserName, row.GetProperty("user").GetString());
        Assert.Equal(Environment.MachineName, row.GetProperty("host").GetString());
        Assert.StartsWith(server.Url.ToString().TrimEnd('/'), row.GetProperty("account").GetProperty("server").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("no: ", row.GetProperty("undo").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(row.GetProperty("requestId").GetString()!);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(JournalFile));
        }
    }

    [Theory]
    [InlineData("executions pause --all --yes", 2, "applied")]
    [InlineData("executions pause 22222222-2222-4222-8222-222222222222", 1, "alreadySo")]
    [InlineData("executions pause 99999999-9999-4999-8999-999999999999", 1, "refused")]
    [InlineData("automations stop aut_nightly --reason drill --yes", 2, "applied")]
    [InlineData("agent-runs resume 101 --prompt go", 1, "applied")]
    [InlineData("executions pause --all --dry-run", 0, "")]
    [InlineData("executions pause --all --plan a.plan", 0, "")]
    [InlineData("executions pause --all", 0, "")]
    [InlineData("executions get 22222222-2222-4222-8222-222222222222", 0, "")]
    public async Task History_EveryCommand_HasARowForEachTargetThatWasAskedFor(string line, int count, string outcome)
    {
        await using var server = await ReferenceServer.StartAsync();
        await RunAsync(server, line);

        var rows = await RowsAsync(server);

        Assert.Equal(count, rows.Count(row => row.GetProperty("outcome").GetString() == outcome));
        Assert.True(rows.Count == count || line.Contains("stop", StringComparison.Ordinal), $"{rows.Count} rows");
    }

    [Theory]
    [InlineData("--operation executions.pause", 2)]
    [InlineData("--service codegen", 1)]
    [InlineData("--outcome refused", 1)]
    [InlineData("--target 101", 1)]
    [InlineData("--limit 1", 1)]
    [InlineData("--since 1h", 4)]
    [InlineData("--older-than 1h", 0)]
    public async Task History_Filtered_ListsThoseThatWereMeant(string filter, int count)
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --yes")).ShouldExitWith(0);
        (await RunAsync(server, "agent-runs resume 101 --prompt go")).ShouldExitWith(0);
        (await RunAsync(server, "executions cancel 99999999-9999-4999-8999-999999999999 --yes")).ShouldExitWith(4);

        Assert.Equal(count, (await RowsAsync(server, filter.Split(' '))).Count);
    }

    [Fact]
    public async Task History_ImagesAreSent_AreNotKept()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Write("sketch.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100_000]]);
        (await RunAsync(server, "agent-runs resume 101 --prompt go --image sketch.png")).ShouldExitWith(0);

        var exported = (await RunAsync(server, "runs export")).ShouldExitWith(0).Output;

        Assert.DoesNotContain("base64", exported, StringComparison.Ordinal);
        Assert.True(new FileInfo(JournalFile).Length < 100_000);
    }

    [Fact]
    public async Task History_TheSandbox_HasOneOfItsOwn()
    {
        (await Ectl.RunAsync(_user, ["--sandbox", "executions", "pause", "--all", "--yes"])).ShouldExitWith(0);

        Assert.False(File.Exists(JournalFile));
        Assert.Contains(Running, (await Ectl.RunAsync(_user, ["--sandbox", "history"])).ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Running, (await Ectl.RunAsync(_user, ["history"])).ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ECTL_HISTORY", "off", "")]
    [InlineData("ECTL_HISTORY", "0", "defaults:\n  history: on\n")]
    [InlineData("IRRELEVANT", "1", "defaults:\n  history: off\n")]
    public async Task History_SwitchedOff_LeavesNoFile(string variable, string value, string configuration)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(configuration);

        (await Ectl.RunAsync(_user, ["executions", "pause", Running], server.Environment.With(variable, value))).ShouldExitWith(0);

        Assert.False(File.Exists(JournalFile));
    }

    [Fact]
    public async Task History_NobodyKnowsWhetherItIsOn_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", Running], server.Environment.With("ECTL_HISTORY", "maybe"))).ShouldExitWith(2);

        Assert.Contains("ECTL_HISTORY is 1 or 0, not 'maybe'.", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task History_TheJournalIsLocked_NeitherFailsNorWaits()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, $"executions pause {Running}")).ShouldExitWith(0);
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction(deferred: false);

        await using var ectl = Ectl.Start(
            _user,
            ["executions", "resume", Running, "-o", "json"],
            new EctlSurroundings { HistoryLimit = TimeSpan.FromMilliseconds(250) },
            server.Environment);
        var document = (await ectl.WaitAsync()).ShouldExitWith(0).OutputDocument();

        Assert.Contains("this does not stand in the history", Assert.Single(document.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_TheJournalIsAnotherProgramsFile_IsSaidAndTheFileStays()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.WriteText("state/ectl/journal.db", "not a journal");

        var result = (await RunAsync(server, $"executions pause {Running}")).ShouldExitWith(0);

        Assert.Contains("this does not stand in the history", result.Error, StringComparison.Ordinal);
        Assert.Equal("not a journal", await File.ReadAllTextAsync(JournalFile));
        (await RunAsync(server, "history")).ShouldExitWith(2);
    }

    [Fact]
    public async Task History_ASignalEndsTheCall_HasARowThatNobodyKnows()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Ectl.Start(_user, ["executions", "pause", Running], ServiceVariables.Kubiya(server.Url));
        await server.ArrivalsAsync(1);
        ectl.Interrupt();
        (await ectl.WaitAsync()).ShouldExitWith(130);

        var rows = (await Ectl.RunAsync(_user, ["history", "-o", "jsonl"])).ShouldExitWith(0).Output;

        Assert.Contains("\"outcome\":\"unknown\"", rows, StringComparison.Ordinal);
    }

    /// <summary>As of a process that is killed in the middle of a call: what it has left behind by then is all that there is.</summary>
    [Theory]
    [InlineData("agent-runs resume 101 --prompt go", "101", true)]
    [InlineData("executions pause 11111111-1111-4111-8111-111111111111", Running, false)]
    [InlineData("automation-executions terminate 21 --yes", "21", false)]
    public async Task History_ACallIsUnderWay_HasItsRowAlready(string line, string target, bool isThereBefore)
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Ectl.Start(_user, line.Split(' '), Everywhere(server));
        await server.ArrivalsAsync(1);

        var row = Assert.Single(await RowsInTimeAsync(1, isAtOnce: isThereBefore));

        Assert.Equal(target, row.GetProperty("target").GetString());
        Assert.Equal("unknown", row.GetProperty("outcome").GetString());
        Assert.Contains("no answer was written down", row.GetProperty("message").GetString(), StringComparison.Ordinal);
        (await Ectl.RunAsync(_user, ["runs", "verify"])).ShouldExitWith(0);
        Assert.Contains("unknown", (await Ectl.RunAsync(_user, ["history", "--outcome", "unknown"])).ShouldExitWith(0).Output, StringComparison.Ordinal);
        ectl.Interrupt();
        (await ectl.WaitAsync()).ShouldExitWith(130);
        Assert.DoesNotContain(
            "no answer was written down", (await Ectl.RunAsync(_user, ["history", "-o", "json"])).ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_TheFirstOfSeveralHasEnded_HasItsOutcomeWhileTheNextIsUnderWay()
    {
        await using var server = new RawServer(request => request.Path.Contains(Running, StringComparison.Ordinal)
            ? RawAnswer.Json(200, """{"success":true,"message":"paused"}""")
            : RawAnswer.Silence);
        await using var ectl = Ectl.Start(
            _user, ["executions", "pause", Running, Paused, Other, "--parallel", "1", "--yes"], ServiceVariables.Kubiya(server.Url));
        await server.ArrivalsAsync(2);

        var rows = await RowsInTimeAsync(2, isAtOnce: false);

        Assert.Equal(
            [(Paused, "unknown"), (Running, "applied")],
            rows.Select(row => (row.GetProperty("target").GetString()!, row.GetProperty("outcome").GetString()!)));
        ectl.Interrupt();
        (await ectl.WaitAsync()).ShouldExitWith(130);
        var left = await RowsInTimeAsync(3, isAtOnce: true);
        Assert.Equal(
            [(Other, "notSent"), (Paused, "unknown"), (Running, "applied")],
            left.Select(row => (row.GetProperty("target").GetString()!, row.GetProperty("outcome").GetString()!)));
    }

    [Fact]
    public async Task History_TheJournalIsLockedBeforeWhatMustNotBeRepeated_IsSentWithinTheBound()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, $"executions pause {Running}")).ShouldExitWith(0);
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction(deferred: false);

        await using var ectl = Ectl.Start(
            _user,
            ["agent-runs", "resume", "101", "--prompt", "go"],
            new EctlSurroundings { HistoryLimit = TimeSpan.FromMilliseconds(250) },
            server.Environment);

        Assert.Contains("this does not stand in the history", (await ectl.WaitAsync()).ShouldExitWith(0).Error, StringComparison.Ordinal);
    }

    /// <summary>The rows as soon as there are so many, for what is written beside a call; at once for what is written before it.</summary>
    private async Task<IReadOnlyList<JsonElement>> RowsInTimeAsync(int count, bool isAtOnce)
    {
        for (var look = 0; ; look++)
        {
            var rows = (await Ectl.RunAsync(_user, ["history", "-o", "json"])).ShouldExitWith(0).OutputDocument().GetProperty("items").EnumerateArray().ToList();
            if (rows.Count >= count || isAtOnce || look == 100)
            {
                return rows;
            }
        }
    }

    private static Dictionary<string, string> Everywhere(RawServer server) =>
        ServiceVariables.Kubiya(server.Url).Concat(ServiceVariables.Codegen(server.Url)).Concat(ServiceVariables.ConductorOne(server.Url)).ToDictionary();

    private async Task<IReadOnlyList<JsonElement>> RowsAsync(ReferenceServer server, params string[] filter) =>
    [
        .. (await Ectl.RunAsync(_user, ["history", "-o", "json", .. filter], server.Environment)).ShouldExitWith(0).OutputDocument()
            .GetProperty("items").EnumerateArray(),
    ];

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
