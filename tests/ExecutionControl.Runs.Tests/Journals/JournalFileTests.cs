using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Runs.Tests.Journals;

/// <summary>The file: whose it is, what it is, and a disk that has no room for it.</summary>
public sealed class JournalFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Open_NewFile_IsItsOwnersAlone()
    {
        await using var world = await RunsWorld.StartAsync();
        var file = Path.Combine(world.Folder, "deeper", "runs.db");
        await using var journal = await SqliteRunJournal.OpenAsync(file);
        await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));

        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!))
            {
                Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
            }

            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    /// <summary>A clock that jumps by days in one process takes away what another is just making; then it is not there, and that is said.</summary>
    [Fact]
    public async Task Create_TakenAwayMeanwhile_IsSaidAndTheJournalHolds()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        await using var later = await SqliteRunJournal.OpenAsync(
            world.JournalFile, new SqliteRunJournalOptions { TimeProvider = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(3)) });

        await Assert.ThrowsAsync<RunJournalException>(() => journal.CreateAsync(new RunDescription { Plan = RunsWorld.Header() }, TargetsAsync()));

        Assert.Single(await journal.ListAsync().ToListAsync());
        Assert.Empty((await journal.VerifyAsync()).Findings);

        async IAsyncEnumerable<PlannedTarget> TargetsAsync()
        {
            yield return RunsWorld.Terminate(1);
            await RunsWorld.CreateRunAsync(later, RunsWorld.Terminate(2));
        }
    }

    /// <summary>Its end was reported as failed, but is in the file all the same.</summary>
    [Fact]
    public async Task Forget_RunThatIsWhole_LeavesItsTargets()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Resume(1));
        await using var connection = SqliteConnections.OpenToWrite(world.JournalFile, TimeSpan.FromSeconds(30));
        using (var commands = new SqliteCommands(connection))
        {
            SqliteRunCreation.Forget(commands, 1);
        }

        Assert.Equal("""{"prompt":"go on"}""", Assert.Single(await journal.ListTargetsAsync(run.Id).ToListAsync()).Planned.Input);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("device")]
    [InlineData("folder")]
    [InlineData("database")]
    [InlineData("writable")]
    [InlineData("newer")]
    public async Task Open_NotOurs_IsRefusedAndLeftAsItWas(string what)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var world = await RunsWorld.StartAsync();
        var file = world.JournalFile;
        switch (what)
        {
            case "link":
                File.CreateSymbolicLink(file, Path.Combine(world.Folder, "other"));
                break;
            case "device":
                file = "/dev/null";
                break;
            case "folder":
                Directory.CreateDirectory(file);
                break;
            case "database":
                await ExecuteAsync(file, "CREATE TABLE diary (day TEXT)");
                File.SetUnixFileMode(file, OwnerOnly);
                break;
            case "writable":
                await File.WriteAllBytesAsync(file, []);
                File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.OtherWrite);
                break;
            default:
                await (await world.OpenJournalAsync()).DisposeAsync();
                await ExecuteAsync(file, "PRAGMA user_version = 99");
                break;
        }

        await Assert.ThrowsAsync<RunJournalException>(() => SqliteRunJournal.OpenAsync(file));

        if (what == "database")
        {
            await ExecuteAsync(file, "INSERT INTO diary VALUES ('today')");
            Assert.False(File.Exists(file + "-wal"));
        }
    }

    /// <summary>A file that may not grow: what SQLite says then is what it says of a full disk.</summary>
    [Fact]
    public async Task Run_NoRoomForTheJournal_SendsNothingWithoutItsIntentAndCanBeResumed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int targets = 4000;
        await using var world = await RunsWorld.StartAsync(running: targets);
        var disk = Directory.CreateDirectory(Path.Combine(world.Folder, "disk")).FullName;
        await using (var whole = await world.OpenJournalAsync())
        {
            await RunsWorld.CreateRunAsync(whole, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));
        }

        // A disk of its own, in a world of its own: too small for the history, and made larger for the second worker.
        var run = await FirstRunAsync(world.JournalFile);
        var file = Path.Combine(disk, "runs.db");
        var worker = string.Join(' ', WorkerProcess.Arguments(world, run, file, "concurrency=4").Prepend(WorkerProcess.Dotnet).Select(Quoted));
        var script =
            $"""
            mount -t tmpfs -o size=2m,mode=0700 tmpfs {Quoted(disk)} || exit 77
            cp {Quoted(world.JournalFile)} {Quoted(file)} && {worker}
            echo full
            mount -o remount,size=64m {Quoted(disk)} && {worker}
            cp {Quoted(disk)}/runs.db* {Quoted(world.Folder)}/
            """;
        await using var process = WorkerProcess.Start("unshare", ["--mount", "--map-root-user", "sh", "-c", script]);
        await process.EndedAsync();

        var full = process.Lines.ToList().IndexOf("full");
        Assert.StartsWith("failed The journal", process.Lines[full - 1], StringComparison.Ordinal);
        Assert.Contains("disk is full", process.Lines[full - 1], StringComparison.Ordinal);
        Assert.InRange(full, 100, targets);
        Assert.Equal("done", process.Lines[^1]);
        var handled = world.HandledByTarget(OperationNames.TerminateAutomationExecution);
        Assert.Equal(targets, handled.Count);
        Assert.All(handled, target => Assert.Equal(1, target.Value));
        await using var journal = await world.OpenJournalAsync();
        Assert.Equal(new RunCounts { Total = targets, Applied = targets }, (await journal.FindAsync(run))!.Counts);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static async Task<string> FirstRunAsync(string file)
    {
        await using var journal = await SqliteRunJournal.OpenAsync(file);
        return (await journal.ListAsync().FirstAsync()).Id;
    }

    private static async Task ExecuteAsync(string file, string text)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts of this test.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
