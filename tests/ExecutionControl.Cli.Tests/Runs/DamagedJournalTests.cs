using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>A journal that somebody has edited by hand, or a disk has damaged: what cannot be read is named, and nothing is sent by it.</summary>
public sealed class DamagedJournalTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";

    private readonly UserFolder _user = new();
    private readonly List<string> _said = [];

    private string JournalFile => Path.Combine(_user.StateHome, "ectl", "journal.db");

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task RunThatCannotBeRead_EveryCommand_NamesItAndGoesOnWithTheOthers()
    {
        await using var server = await ReferenceServer.StartAsync();
        var (left, freeze) = await FillAsync(server);
        Execute($"UPDATE runs SET pacing = 'not json' WHERE id = '{left}'");
        var sent = Sent(server);

        foreach (var list in (string[])["runs list --commands", "history", "runs export"])
        {
            var result = (await RunAsync(server, list)).ShouldExitWith(6);
            Assert.Contains(freeze, result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(left, result.Output, StringComparison.Ordinal);
            Assert.Contains($"left out: Run {left} in the journal {JournalFile}", result.Error, StringComparison.Ordinal);
            Assert.Contains($"'ectl runs verify {left}'", result.Error, StringComparison.Ordinal);
        }

        var document = (await RunAsync(server, "runs list -o json")).ShouldExitWith(6);
        Assert.Contains("\"count\":1,\"complete\":false,\"exitCode\":6}", document.Output, StringComparison.Ordinal);
        Assert.StartsWith($"warning: left out: Run {left} ", document.Error, StringComparison.Ordinal);
        Assert.Contains("# broke off with exit code 6", (await RunAsync(server, "history -o name")).ShouldExitWith(6).Output, StringComparison.Ordinal);

        foreach (var command in (string[])
            ["runs show RUN", "runs resume RUN --yes", "runs undo RUN --yes", "thaw RUN --yes", "runs export RUN", "history --run RUN", "runs resume --yes"])
        {
            var result = (await RunAsync(server, command.Replace("RUN", left, StringComparison.Ordinal))).ShouldExitWith(2);
            Assert.Contains($"Run {left} in the journal {JournalFile} was edited by hand, or is damaged: 'pacing'", result.Error, StringComparison.Ordinal);
            Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
            Assert.Contains($"'ectl runs verify {left}' names all that is wrong", result.Error, StringComparison.Ordinal);
        }

        var again = (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(2);
        Assert.Contains("what was done of it is not certain. To carry the whole plan out once more, say --again", again.Error, StringComparison.Ordinal);

        foreach (var verification in (string[])["runs verify", $"runs verify {left}", $"runs verify {left[..8]}"])
        {
            var found = (await RunAsync(server, verification)).ShouldExitWith(5);
            Assert.Contains($"Run {left}: 'pacing' cannot be read: 'not json' is no pace of a run.", found.Output, StringComparison.Ordinal);
        }

        Assert.Equal(sent, Sent(server));
        (await RunAsync(server, $"runs show {freeze}")).ShouldExitWith(0);
        (await RunAsync(server, $"runs verify {freeze}")).ShouldExitWith(0);
        (await RunAsync(server, $"runs export {freeze}")).ShouldExitWith(0);
        Assert.DoesNotContain("history", (await RunAsync(server, $"executions resume {Running}")).ShouldExitWith(0).Error, StringComparison.Ordinal);
        (await RunAsync(server, $"thaw {freeze} --yes")).ShouldExitWith(6);
        Assert.Contains(Running, (await RunAsync(server, "history --operation executions.resume")).ShouldExitWith(6).Output, StringComparison.Ordinal);
        RequireNoFault();
    }

    /// <summary>What can be read is not for that what was written.</summary>
    [Theory]
    [InlineData("UPDATE targets SET id = '99999999-9999-4999-8999-999999999999' WHERE run = 1 AND status = 0", "its targets are not those of its plan")]
    [InlineData("UPDATE targets SET status = 0, outcome = NULL, entry = NULL WHERE run = 1 AND status = 2", "the numbers of its outcomes")]
    [InlineData("UPDATE targets SET operation = 'executions.terminate' WHERE run = 1 AND status = 0", "its targets are not those of its plan")]
    [InlineData("UPDATE history SET content = content || ' ' WHERE run = 1 AND sequence = 2", "is not what was written")]
    [InlineData("UPDATE runs SET plan = replace(plan, 'accounts', 'acounts') WHERE key = 1", "'plan' cannot be read")]
    [InlineData("CREATE TRIGGER t AFTER UPDATE ON targets BEGIN UPDATE targets SET id = 'x' WHERE status = 0; END", "has a trigger t")]
    public async Task RunThatWasChanged_ResumeAndUndo_SendNothing(string change, string finding)
    {
        await using var server = await ReferenceServer.StartAsync();
        var (left, _) = await FillAsync(server);
        Execute(change);
        var sent = Sent(server);

        foreach (var command in (string[])["runs resume RUN --yes", "runs undo RUN --yes", "runs undo RUN --plan b.plan"])
        {
            var result = (await RunAsync(server, command.Replace("RUN", left, StringComparison.Ordinal))).ShouldExitWith(2);
            Assert.Contains(finding, result.Error, StringComparison.Ordinal);
            Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(sent, Sent(server));
        RequireNoFault();
    }

    /// <summary>A freeze is thawed by what stands in the journal of it.</summary>
    [Fact]
    public async Task Thaw_OfAFreezeThatWasChanged_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        var (_, freeze) = await FillAsync(server);
        Execute($"UPDATE targets SET state = 'paused' WHERE run = (SELECT key FROM runs WHERE id = '{freeze}')");
        var sent = Sent(server);

        Assert.Contains("its targets are not those of its plan", (await RunAsync(server, "thaw --yes")).ShouldExitWith(2).Error, StringComparison.Ordinal);
        Execute($"UPDATE runs SET created_at = 9223372036854775807 WHERE id = '{freeze}'");
        Assert.Contains("'created_at' cannot be read", (await RunAsync(server, "thaw --yes")).ShouldExitWith(2).Error, StringComparison.Ordinal);

        Assert.Equal(sent, Sent(server));
        RequireNoFault();
    }

    [Theory]
    [InlineData("DROP TABLE history", 5)]
    [InlineData("DROP TABLE runs", 5)]
    [InlineData("DROP TABLE journal", 5)]
    [InlineData("DELETE FROM journal", 5)]
    [InlineData("PRAGMA user_version = 99", 2)]
    [InlineData("garbage in the middle", 5)]
    [InlineData("cut off", 2)]
    [InlineData("garbage all over", 2)]
    public async Task Journal_ThatIsDamagedAsAWhole_IsNoFaultOfEctl(string change, int verified)
    {
        await using var server = await ReferenceServer.StartAsync();
        var (left, _) = await FillAsync(server);
        if (change.Contains(' ', StringComparison.Ordinal) && char.IsLower(change[0]))
        {
            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            Spoil(change);
        }
        else
        {
            Execute(change);
        }

        (await RunAsync(server, "runs verify")).ShouldExitWith(verified);
        foreach (var command in (string[])["runs list", "history", "runs show RUN", "runs resume RUN --yes", "runs undo RUN --yes", "thaw --yes", "runs export"])
        {
            await RunAsync(server, command.Replace("RUN", left, StringComparison.Ordinal));
        }

        // A command is carried out all the same.
        (await RunAsync(server, $"executions resume {Running}")).ShouldExitWith(0);
        RequireNoFault();
    }

    private async Task<(string Left, string Freeze)> FillAsync(ReferenceServer server)
    {
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });
        (await RunAsync(server, "apply a.plan --yes --parallel 1 --stop-after-failures 1")).ShouldExitWith(3);
        (await RunAsync(server, "freeze --service kubiya --yes")).ShouldExitWith(0);
        var runs = (await RunAsync(server, "runs list -o name")).ShouldExitWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _said.Clear();
        return (runs[1], runs[0]);
    }

    private static int Sent(ReferenceServer server) =>
        server.Journal.Entries.Count(entry => entry.Operation is OperationNames.PauseExecution or OperationNames.ResumeExecution or OperationNames.TerminateExecution);

    private void Execute(string text)
    {
        using var connection = new SqliteConnection($"Data Source={JournalFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private void Spoil(string how)
    {
        using var file = new FileStream(JournalFile, FileMode.Open, FileAccess.ReadWrite);
        const int page = 4096;
        if (how == "cut off")
        {
            file.SetLength(file.Length / 2 / page * page);
            return;
        }

        file.Position = how == "garbage all over" ? 0 : 3 * page;
        var garbage = new byte[how == "garbage all over" ? file.Length : 5 * page];
        Array.Fill(garbage, (byte)0xA5);
        file.Write(garbage);
    }

    private void RequireNoFault() => Assert.DoesNotContain(_said, said => said.Contains("fault of its own", StringComparison.Ordinal) || said.Contains("   at "));

    private async Task<EctlResult> RunAsync(ReferenceServer server, string line)
    {
        var result = await Ectl.RunAsync(_user, line.Split(' '), server.Environment);
        _said.Add($"{line}: {result.Error}");
        return result;
    }
}
