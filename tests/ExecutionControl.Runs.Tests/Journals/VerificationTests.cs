using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs.Tests.Journals;

/// <summary>What somebody changes by hand is found.</summary>
public sealed class VerificationTests
{
    [Theory]
    [InlineData("UPDATE history SET content = replace(content, 'Applied', 'Refused') WHERE sequence = 4", "row 4")]
    [InlineData("UPDATE history SET hash = randomblob(32) WHERE sequence = 4", "row 4")]
    [InlineData("DELETE FROM history WHERE run = 1 AND sequence = 4", "before row 5")]
    [InlineData("DELETE FROM history WHERE run = 1 AND sequence = (SELECT MAX(sequence) FROM history WHERE run = 1)", "the last 1 row")]
    [InlineData("INSERT INTO history SELECT run, 1000, ordinal, content, hash FROM history WHERE run = 1 AND sequence = 4", "before row 1000")]
    [InlineData("INSERT INTO history SELECT run, 0, ordinal, content, zeroblob(32) FROM history WHERE run = 1 AND sequence = 4", "row 0 of its history was inserted")]
    [InlineData("INSERT INTO history SELECT run, -9223372036854775808, NULL, content, zeroblob(32) FROM history WHERE run = 1 AND sequence = 4", "was inserted")]
    [InlineData(
        "INSERT INTO targets (run, ordinal, operation, account, id) SELECT run, 0, operation, account, '99' FROM targets WHERE run = 1 AND ordinal = 3",
        "not those of its plan")]
    [InlineData(
        "INSERT INTO runs (id, number, created_at, command, plan, digest, user, host, head) "
        + "SELECT 'run-0', 0, created_at, command, plan, digest, user, host, head FROM runs WHERE key = 1",
        "was inserted")]
    [InlineData("UPDATE runs SET user = 'somebody' WHERE key = 1", "what is noted of it")]
    [InlineData("UPDATE runs SET head = randomblob(32) WHERE key = 1", "does not end in the hash")]
    [InlineData("UPDATE runs SET applied = applied - 1, refused = refused + 1 WHERE key = 1", "the numbers of its outcomes")]
    [InlineData("UPDATE targets SET id = '77' WHERE run = 1 AND ordinal = 3", "not those of its plan")]
    [InlineData("UPDATE targets SET status = 0, outcome = NULL, entry = NULL WHERE run = 1 AND ordinal = 3", "the numbers of its outcomes")]
    [InlineData("UPDATE targets SET outcome = 5 WHERE run = 1 AND ordinal = 3", "target 3")]
    [InlineData("UPDATE targets SET entry = 4 WHERE run = 1 AND ordinal IN (1, 2, 3)", "target")]
    [InlineData("DELETE FROM targets WHERE run = 1 AND ordinal = 3", "not those of its plan")]
    [InlineData(
        "INSERT INTO targets (run, ordinal, operation, account, id) SELECT run, 6, operation, account, '99' FROM targets WHERE run = 1 AND ordinal = 3",
        "not those of its plan")]
    [InlineData("DELETE FROM runs WHERE key = 1", "1 of the runs are missing")]
    [InlineData("DELETE FROM runs WHERE key = 2", "The last 1 of the runs are missing")]
    [InlineData("UPDATE journal SET runs = 1", "inserted")]
    [InlineData("UPDATE journal SET head = randomblob(32)", "The chain of the runs")]
    public async Task Verify_ChangedByHand_IsFound(string change, string finding)
    {
        await using var world = await RunsWorld.StartAsync(running: 10);
        await using var journal = await world.OpenJournalAsync();
        foreach (var first in (int[])[1, 6])
        {
            var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(first, 5).Select(id => RunsWorld.Terminate(id)));
            await world.RunAsync(journal, run.Id);
        }

        var before = await journal.VerifyAsync();
        await ChangeAsync(journal.Location, change);
        var after = await journal.VerifyAsync();

        Assert.Empty(before.Findings);
        Assert.Equal((2, 14), (before.Runs, before.Rows));
        Assert.Contains(after.Findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OnlyTargetMovedInFrontOfThePlan_IsFound()
    {
        await using var world = await RunsWorld.StartAsync(running: 1);
        await using var journal = await world.OpenJournalAsync();
        await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));

        await ChangeAsync(journal.Location, "UPDATE targets SET ordinal = 0");

        Assert.Contains((await journal.VerifyAsync()).Findings, found => found.Contains("not those of its plan", StringComparison.Ordinal));
    }

    /// <summary>A target that was to be left out, as it has changed since, would be acted on, and one that was meant would not.</summary>
    [Theory]
    [InlineData("UPDATE targets SET skip = NULL WHERE ordinal = 2")]
    [InlineData("UPDATE targets SET skip = 'not wanted' WHERE ordinal = 2")]
    [InlineData("UPDATE targets SET skip = 'not wanted' WHERE ordinal = 1")]
    public async Task Verify_WhatIsLeftOutChangedByHand_IsFoundAndNothingIsSent(string change)
    {
        await using var world = await RunsWorld.StartAsync(running: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1), RunsWorld.Terminate(2) with { SkipReason = "it has ended" });
        Assert.Empty((await journal.VerifyAsync()).Findings);

        await ChangeAsync(journal.Location, change);

        Assert.Contains((await journal.VerifyAsync()).Findings, found => found.Contains("that it leaves out", StringComparison.Ordinal));
        await Assert.ThrowsAsync<RunDamagedException>(
            () => world.RunAsync(journal, run.Id, new ControlRunnerOptions { Claim = new RunClaimOptions { Verify = true } }));
        Assert.Empty(world.HandledByTarget(OperationNames.TerminateAutomationExecution));
    }

    /// <summary>Whoever takes an intent away has a prompt given a second time.</summary>
    [Theory]
    [InlineData("UPDATE targets SET status = 0, intents = 0, intended_at = NULL WHERE run = 1 AND ordinal = 2", "target 2")]
    [InlineData("DELETE FROM history WHERE run = 1 AND content LIKE '%targetIntended%' AND ordinal = 2", "of its history")]
    [InlineData("UPDATE history SET content = replace(content, 'targetIntended', 'targetWithdrawn') WHERE run = 1 AND ordinal = 2", "is not what was written")]
    [InlineData("UPDATE targets SET status = 1 WHERE run = 1 AND ordinal = 1", "target 1")]
    [InlineData("UPDATE targets SET status = 1 WHERE run = 1 AND ordinal = 3", "target 3")]
    public async Task Verify_IntentOfWhatMustNotBeRepeated_ChangedByHandIsFound(string change, string finding)
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 4);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 4).Select(id => RunsWorld.Resume(id)));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            var targets = await work.TakeAsync(4);
            await work.SettleAsync(await work.IntendAsync(targets[0]), new TargetResult { Outcome = TargetOutcome.Applied });
            await work.IntendAsync(targets[1]);
            await work.WithdrawAsync(await work.IntendAsync(targets[2]));
        }

        var before = await journal.VerifyAsync();
        await ChangeAsync(journal.Location, change);
        var after = await journal.VerifyAsync();

        Assert.Empty(before.Findings);
        Assert.Contains(after.Findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_UnknownTriedAgainAndWithdrawn_IsIntact()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 1);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Resume(1));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            await work.SettleAsync(await work.IntendAsync((await work.TakeAsync(1))[0]), new TargetResult { Outcome = TargetOutcome.Unknown });
        }

        await using (var work = await journal.ClaimAsync(run.Id, new RunClaimOptions { RetryUnknown = true }))
        {
            await work.WithdrawAsync(await work.IntendAsync((await work.TakeAsync(1))[0]));
        }

        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task History_IntentWithoutAnOutcome_IsListedAsOpen()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Resume(1), RunsWorld.Resume(2));
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            var targets = await work.TakeAsync(2);
            await work.SettleAsync(await work.IntendAsync(targets[0]), new TargetResult { Outcome = TargetOutcome.Applied });
            await work.IntendAsync(targets[1]);
        }

        var rows = await journal.ListHistoryAsync().ToListAsync();
        var unknown = await journal.ListHistoryAsync(new HistoryFilter { Outcomes = new HashSet<TargetOutcome> { TargetOutcome.Unknown } }).ToListAsync();

        Assert.Equal([("2", true), ("1", false)], rows.Select(row => (row.Target!, row.IsOpen)));
        Assert.Equal("2", Assert.Single(unknown).Target);
    }

    /// <summary>A chain without its end is a chain; what was kept elsewhere shows that there was more.</summary>
    [Theory]
    [InlineData(
        "DELETE FROM history WHERE run = 1 AND sequence = 4; UPDATE targets SET status = 1, outcome = NULL, entry = NULL WHERE ordinal = 2; "
        + "UPDATE runs SET entries = 3, applied = 1, head = (SELECT hash FROM history WHERE run = 1 AND sequence = 3)",
        "row 4, which the head")]
    [InlineData("DELETE FROM history; DELETE FROM targets; DELETE FROM runs; UPDATE journal SET runs = 0, head = zeroblob(32)", "The chain of the runs: row 1")]
    public async Task Verify_TheEndCutOffWithItsHead_IsFoundByAHeadThatWasKept(string change, string finding)
    {
        await using var world = await RunsWorld.StartAsync(running: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1), RunsWorld.Terminate(2));
        await world.RunAsync(journal, run.Id, new ControlRunnerOptions { Concurrency = 1 });
        var kept = (await journal.VerifyAsync()).Heads;
        Assert.Contains((await journal.FindAsync(run.Id))!.Head, kept);
        Assert.Empty((await journal.VerifyAsync(heads: kept)).Findings);

        await ChangeAsync(journal.Location, change);

        Assert.Empty((await journal.VerifyAsync()).Findings);
        Assert.Contains((await journal.VerifyAsync(heads: kept)).Findings, found => found.StartsWith(finding, StringComparison.Ordinal) || found.Contains(finding));
    }

    [Fact]
    public async Task Verify_MoreWasWrittenSinceAHead_IsIntactAndAnotherChainIsNot()
    {
        await using var world = await RunsWorld.StartAsync(running: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));
        var kept = (await journal.VerifyAsync()).Heads;
        await world.RunAsync(journal, run.Id);
        await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(2));

        var forged = kept.Select(head => head with { Hash = new string('a', 64) }).ToList();

        Assert.Empty((await journal.VerifyAsync(heads: kept)).Findings);
        Assert.Equal(2, (await journal.VerifyAsync(heads: forged)).Findings.Count(found => found.Contains("written anew", StringComparison.Ordinal)));
        Assert.Empty((await journal.VerifyAsync(run.Id, [kept[1]])).Findings);
        Assert.All(kept, head => Assert.True(ChainHead.TryParse(head.ToString(), out var read) && read == head));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("run-23456789:1:abc")]
    [InlineData("run-23456789:-1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("run-23456789:1:zaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("run_%:1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void TryParse_NoHead_IsFalse(string? text) => Assert.False(ChainHead.TryParse(text, out _));

    /// <summary>Whoever can write the file can write a whole new chain; what was noted elsewhere shows it.</summary>
    [Fact]
    public async Task Verify_Heads_ChangeWithEveryRow()
    {
        await using var world = await RunsWorld.StartAsync(running: 2);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));
        var before = await journal.VerifyAsync();
        await world.RunAsync(journal, run.Id);

        var after = await journal.VerifyAsync();

        Assert.Equal(["", run.Id], after.Heads.Select(head => head.RunId));
        Assert.Equal(before.Heads[0], after.Heads[0]);
        Assert.NotEqual(before.Heads[1].Hash, after.Heads[1].Hash);
    }

    [Fact]
    public async Task Export_Rows_CanBeCheckedWithNothingButSha256()
    {
        await using var world = await RunsWorld.StartAsync(running: 3);
        await using var journal = await world.OpenJournalAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 3).Select(id => RunsWorld.Terminate(id)));
        await world.RunAsync(journal, run.Id);
        using var stream = new MemoryStream();

        var count = await JournalExport.WriteAsync(journal, stream);

        var hash = new byte[32];
        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            using var row = System.Text.Json.JsonDocument.Parse(line);
            hash = System.Security.Cryptography.SHA256.HashData(
                [.. hash, .. System.Text.Encoding.UTF8.GetBytes(row.RootElement.GetProperty("content").GetString()!)]);
            Assert.Equal(Convert.ToHexStringLower(hash), row.RootElement.GetProperty("hash").GetString());
        }

        Assert.Equal((5, 5), (lines.Length, (int)count));
    }

    private static async Task ChangeAsync(string path, string change)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts of this test.
        command.CommandText = change;
#pragma warning restore CA2100
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
