using ExecutionControl.Runs.Tests.Support;
using ExecutionControl.Testing.Repository;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs.Tests.Journals;

/// <summary>Journals that older versions have written.</summary>
public sealed class MigrationTests
{
    /// <summary>Written by version 0.2.0: a freeze, its thaw, a run that has stopped after its first target, and a single command.</summary>
    private static readonly string Released =
        Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Runs.Tests", "Journals", "journal-0.2.0.sql");

    [Fact]
    public async Task Open_JournalOfTheReleasedVersion_IsMigratedAndGoneOnWith()
    {
        await using var world = await RunsWorld.StartAsync();
        await WriteAsync(world.JournalFile, await File.ReadAllTextAsync(Released));
        await using var journal = await world.OpenJournalAsync();

        var runs = await journal.ListAsync(new RunFilter { WithCommands = true }).ToListAsync();
        Assert.Equal(["run-r5cnr3rk", "run-rzz49n5f", "run-z884zbdt", "run-aafjfckd"], runs.Select(run => run.Id));
        Assert.All(runs, run => Assert.Equal((new RunPacing(), false), (run.Pacing, run.IsCanaryPassed)));
        Assert.Empty((await journal.VerifyAsync()).Findings);
        Assert.Equal("run-aafjfckd", Assert.Single(await journal.ListAsync(new RunFilter { Digest = runs[3].Digest }).ToListAsync()).Id);
        Assert.Empty(await journal.ListAsync(new RunFilter { Digest = runs[0].Digest }).ToListAsync());

        var actor = new ScriptedActor(world.Actor) { Acting = (_, _) => Task.FromResult(new TargetResult { Outcome = TargetOutcome.Applied }) };
        Assert.Equal(2, (await world.RunAsync(journal, "run-rzz49n5f", actor: actor)).Count);

        await using var again = await world.OpenJournalAsync();
        Assert.Equal(new RunCounts { Total = 3, Applied = 2, Refused = 1 }, (await again.FindAsync("run-rzz49n5f"))!.Counts);
        Assert.Empty((await again.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task List_ByDigest_ReadsNoOtherRuns()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        await using var connection = SqliteConnections.OpenToRead(world.JournalFile);
        using var commands = new SqliteCommands(connection);

        using var rows = commands.Read(
            "EXPLAIN QUERY PLAN SELECT id FROM runs WHERE command = 0 AND digest = $digest AND number <= $last ORDER BY number DESC LIMIT 500",
            ("$digest", "sha256:0"),
            ("$last", 1L));

        Assert.True(rows.Read());
        Assert.Contains("INDEX runs_by_digest (digest=? AND number<?)", rows.GetString(3), StringComparison.Ordinal);
        Assert.False(rows.Read());
    }

    /// <summary>For each target of a long run all of its history, or a table that was made for it without an index, would take hours.</summary>
    [Fact]
    public async Task Verify_LongRun_ReadsItsRowsOnce()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await world.OpenJournalAsync();
        await using var connection = SqliteConnections.OpenToRead(world.JournalFile);
        using var commands = new SqliteCommands(connection);
        var steps = new List<string>();
        using (var rows = commands.Read(
            $"EXPLAIN QUERY PLAN {SqliteVerification.Contradictions}",
            ("$run", 1L), ("$outcome", "x"), ("$operations", "[]"), ("$intent", "x"), ("$most", 1L)))
        {
            while (rows.Read())
            {
                steps.Add(rows.GetString(3));
            }
        }

        Assert.Contains("SEARCH t USING PRIMARY KEY (run=? AND ordinal=?)", steps);
        Assert.Single(steps, "SEARCH h USING PRIMARY KEY (run=?)");
        Assert.DoesNotContain(steps, step => step.Contains("AUTOMATIC", StringComparison.Ordinal) || step.StartsWith("SCAN h", StringComparison.Ordinal));
    }

    private static async Task WriteAsync(string file, string text)
    {
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = $"{text} PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = 1;";
            await command.ExecuteNonQueryAsync();
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
