using ExecutionControl.Runs.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs.Tests.Journals;

/// <summary>A file in which somebody, or a disk, has put anything in the place of anything.</summary>
public sealed class DamageTests : IAsyncLifetime
{
    /// <summary>
    /// What the chain does not hold, as nothing is decided by it: a number that only holds off two workers, who works, when and how often a target was
    /// begun and when it was done (the chain has that besides), and whose run an input is (the target names the input).
    /// </summary>
    private static readonly HashSet<string> Unchained =
        ["runs.fence", "runs.worker", "targets.intents", "targets.intended_at", "targets.settled_at", "inputs.run"];

    /// <summary>SQLite gives no key twice, and there is none after this one: the journal is full then.</summary>
    private const string LastKey = "UPDATE runs SET \"key\" = 9223372036854775807 WHERE key = 1";

    private static readonly string[] Values =
    [
        "NULL", "x'00ff'", "x''", "'garbage'", "''", "CAST(x'ff41' AS TEXT)", "1e400", "1.5", "-1", "99", "9223372036854775807", "-9223372036854775808",
        "hex(zeroblob(50000))", "'{}'", "CAST({0} AS TEXT) || char(0) || 'x'",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("damage-").FullName;
    private byte[] _whole = [];
    private string _left = string.Empty;
    private string _finished = string.Empty;

    private string Template => Path.Combine(_folder, "whole.db");

    public async Task InitializeAsync()
    {
        await using (var journal = await SqliteRunJournal.OpenAsync(Template))
        {
            (_left, _finished) = await JournalUse.FillAsync(journal);
        }

        await ExecuteAsync(Template, "PRAGMA wal_checkpoint(TRUNCATE)");
        _whole = await File.ReadAllBytesAsync(Template);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>With a part of the values for each column; with EXECUTIONCONTROL_TEST_SCALE=2 with all of them.</summary>
    [Fact]
    public async Task AnyColumn_HoldsAnything_IsFoundAndNothingIsSent()
    {
        // As somebody would who means to: the tables take anything then.
        await ExecuteAsync(
            Template,
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(replace(replace(sql, 'STRICT', ''), 'NOT NULL', ''), 'CHECK (id = 1)', ''); "
            + "UPDATE sqlite_schema SET sql = rtrim(rtrim(sql), ','); UPDATE sqlite_schema SET sql = replace(sql, ') , WITHOUT', ') WITHOUT')");
        await ExecuteAsync(Template, "PRAGMA wal_checkpoint(TRUNCATE)");
        _whole = await File.ReadAllBytesAsync(Template);
        var complaints = new List<string>();
        var (asked, tried) = (0, 0);
        foreach (var (table, column) in await ColumnsAsync())
        {
            foreach (var row in RowsOf(table))
            {
                foreach (var value in Values)
                {
                    if (!TestScale.IsRaised && asked++ % 4 > 0)
                    {
                        continue;
                    }

                    var change = $"UPDATE {table} SET \"{column}\" = {value.Replace("{0}", $"\"{column}\"", StringComparison.Ordinal)} WHERE {row}";
                    var file = await CopyAsync();
                    if (change != LastKey && await ChangesAsync(file, change, $"SELECT hex(\"{column}\") || typeof(\"{column}\") FROM {table} WHERE {row}"))
                    {
                        // To carry runs out takes longest.
                        var isUsed = TestScale.IsRaised || tried % 7 == 0;
                        tried++;
                        complaints.AddRange((await ComplaintsAsync(file, table, column, isUsed)).Select(complaint => $"{change}: {complaint}"));
                    }

                    File.Delete(file);
                }
            }
        }

        Assert.True(complaints.Count == 0, $"{complaints.Count} of {tried}:\n{string.Join('\n', complaints)}");
        Assert.InRange(tried, 250, 5000);
    }

    /// <summary>Each page in its turn holds what no database has written, or what another page held.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyPage_IsOverwritten_IsSaidAndNothingElseIsSent(bool byAnother)
    {
        const int page = 4096;
        var complaints = new List<string>();
        var isFound = 0;
        for (var place = 0; place < _whole.Length; place += page)
        {
            var bytes = _whole.ToArray();
            if (byAnother)
            {
                _whole.AsSpan((place + (3 * page)) % _whole.Length, page).CopyTo(bytes.AsSpan(place));
            }
            else
            {
                new Random(place).NextBytes(bytes.AsSpan(place, page));
            }

            isFound += await UseSpoiltAsync(bytes, $"page {place / page}", complaints) ? 1 : 0;
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        Assert.InRange(isFound, (_whole.Length / page) - 1, _whole.Length / page);
    }

    /// <summary>An empty file is a new journal: only a head that was kept tells that there was another.</summary>
    [Fact]
    public async Task File_IsCutOffAnywhere_IsSaidAndNothingElseIsSent()
    {
        var complaints = new List<string>();
        for (var length = 1000; length < _whole.Length; length += 2500)
        {
            Assert.True(await UseSpoiltAsync(_whole[..length], $"{length} bytes", complaints), $"{length} bytes are taken for the whole");
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    /// <summary>SQLite goes on from the last transaction that is whole: garbage behind it is none.</summary>
    [Fact]
    public async Task Wal_IsGarbage_IsLeftOut()
    {
        var file = await CopyAsync();
        var garbage = new byte[100_000];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync($"{file}-wal", garbage);
        await using var journal = await SqliteRunJournal.OpenAsync(file);

        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData("DROP TABLE journal")]
    [InlineData("DROP TABLE runs")]
    [InlineData("DROP TABLE inputs")]
    [InlineData("DROP TABLE targets")]
    [InlineData("DROP TABLE history")]
    [InlineData("ALTER TABLE runs RENAME COLUMN pacing TO pace")]
    [InlineData("ALTER TABLE history DROP COLUMN ordinal")]
    [InlineData("DELETE FROM journal")]
    [InlineData("DELETE FROM inputs")]
    [InlineData("INSERT INTO runs SELECT 9, 'run-23456789', 9, created_at, command, plan, digest, user, host, total, unknown, applied, already_so, partial, "
        + "refused, not_applied, not_sent, fence, worker, entries, head, pacing, canary_passed FROM runs WHERE key = 1")]
    [InlineData("CREATE TRIGGER sly AFTER UPDATE ON targets BEGIN DELETE FROM history; END")]
    [InlineData("CREATE VIEW sly AS SELECT 1")]
    public async Task Tables_AreNotWhatTheyWere_IsSaidAndNothingElseIsSent(string change)
    {
        await ExecuteAsync(Template, change);
        var use = await UseAsync(Template);

        Assert.Empty(use.Unexpected);
        Assert.True(use.HasSentNothingElse);
        await using var journal = await SqliteRunJournal.OpenAsync(Template);
        Assert.NotEmpty((await journal.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData("DROP INDEX runs_by_digest", true)]
    [InlineData("PRAGMA user_version = 0", false)]
    [InlineData("PRAGMA user_version = 1", false)]
    [InlineData("PRAGMA user_version = -1", false)]
    [InlineData("PRAGMA user_version = 99", false)]
    [InlineData("PRAGMA application_id = 1", false)]
    public async Task Version_OrIndex_IsAnother_IsReadOrRefused(string change, bool isRead)
    {
        await ExecuteAsync(Template, change);

        if (!isRead)
        {
            await Assert.ThrowsAsync<RunJournalException>(() => SqliteRunJournal.OpenAsync(Template));
            return;
        }

        await using var journal = await SqliteRunJournal.OpenAsync(Template);
        Assert.Empty((await journal.VerifyAsync()).Findings);
        Assert.Empty(await journal.ListAsync(new RunFilter { Digest = "sha256:0" }).ToListAsync());
    }

    /// <summary>A number that was taken away would make a run look like one that is being made, which the next one would clear away.</summary>
    [Fact]
    public async Task Number_TakenAwayLongAgo_IsFoundAndTheRunStays()
    {
        await ExecuteAsync(Template, "UPDATE runs SET number = NULL, created_at = 0 WHERE key = 1");
        await using var journal = await SqliteRunJournal.OpenAsync(Template);

        await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(9));

        Assert.Contains((await journal.VerifyAsync()).Findings, found => found.StartsWith($"Run {_left}: 'number' is missing", StringComparison.Ordinal));
        Assert.Equal(_left, (await Assert.ThrowsAsync<RunDamagedException>(() => journal.FindAsync(_left))).RunId);
    }

    /// <summary>Uses a file.</summary>
    /// <returns>Whether it is found to be damaged, or cannot be read at all.</returns>
    private async Task<bool> UseSpoiltAsync(byte[] bytes, string what, List<string> complaints)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.db");
        await File.WriteAllBytesAsync(file, bytes);
        SqliteRunJournal journal;
        try
        {
            journal = await SqliteRunJournal.OpenAsync(file);
        }
        catch (RunJournalException)
        {
            return true;
        }

        await using (journal)
        {
            var use = new JournalUse(journal, _left);
            var found = await use.LookAsync();
            await use.TryAsync(use.ListAsync);
            await use.ResumeAsync(verify: true);
            await use.RecordAsync();
            if (use.Unexpected.Length > 0 || !use.HasSentNothingElse)
            {
                complaints.Add($"{what}: {use.Unexpected} {string.Join(", ", use.Sent)}");
            }

            return found is not { IsIntact: true };
        }
    }

    private async Task<JournalUse> UseAsync(string file)
    {
        await using var journal = await SqliteRunJournal.OpenAsync(file);
        var use = new JournalUse(journal, _left);
        await use.LookAsync();
        await use.TryAsync(use.ListAsync);
        await use.ResumeAsync(verify: true);
        await use.RecordAsync();
        return use;
    }

    private async Task<List<string>> ComplaintsAsync(string file, string table, string column, bool isUsed)
    {
        var complaints = new List<string>();
        SqliteRunJournal journal;
        try
        {
            journal = await SqliteRunJournal.OpenAsync(file);
        }
        catch (RunJournalException)
        {
            return complaints;
        }

        await using (journal)
        {
            var use = new JournalUse(journal, _left);
            var isChained = !Unchained.Contains($"{table}.{column}");
            var found = await use.LookAsync();
            if (isChained && found is not { IsIntact: false })
            {
                complaints.Add("it is not found");
            }

            var (runs, damaged) = await use.TryAsync(use.ListAsync);
            if (runs is null || !runs.Contains(_finished))
            {
                complaints.Add("the finished run is not listed");
            }
            else if (!runs.Contains(_left) && damaged.Count == 0 && $"{table}.{column}" != "runs.id")
            {
                complaints.Add("the damaged run is passed over in silence");
            }

            if (!isUsed)
            {
                return use.Unexpected.Length > 0 ? [.. complaints, use.Unexpected] : complaints;
            }

            await use.ResumeAsync(verify: true);
            if (isChained && table != "journal" ? use.Sent.Count > 0 : !use.HasSentNothingElse)
            {
                complaints.Add($"it sent {string.Join(", ", use.Sent)}");
            }

            if (table != "journal" && await use.RecordAsync() is { } failure)
            {
                complaints.Add($"the history was not written: {failure}");
            }

            if (table != "journal" && await use.TryAsync(use.RunAnotherAsync) != 1)
            {
                complaints.Add("another run does not work");
            }

            await use.ResumeAsync(verify: false);
            if (use.Unexpected.Length > 0)
            {
                complaints.Add(use.Unexpected);
            }
        }

        return complaints;
    }

    private static IEnumerable<string> RowsOf(string table) => table switch
    {
        "runs" => ["key = 1"],
        "targets" => ["run = 1 AND ordinal = 1", "run = 1 AND ordinal = 2", "run = 1 AND ordinal = 4"],
        "history" => ["run = 1 AND sequence = 1", "run = 1 AND ordinal = 1", "run = 1 AND ordinal = 2"],
        _ => ["TRUE"],
    };

    private async Task<List<(string Table, string Column)>> ColumnsAsync()
    {
        var columns = new List<(string, string)>();
        await using var connection = new SqliteConnection($"Data Source={Template};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            columns.Add((rows.GetString(0), rows.GetString(1)));
        }

        Assert.Contains(("runs", "pacing"), columns);
        return columns;
    }

    private async Task<string> CopyAsync()
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.db");
        await File.WriteAllBytesAsync(file, _whole);
        return file;
    }

    /// <summary>Makes a change.</summary>
    /// <returns>Whether SQLite took it, and it is one.</returns>
    private static async Task<bool> ChangesAsync(string file, string change, string look)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts of this test.
        command.CommandText = "PRAGMA synchronous = OFF";
        await command.ExecuteNonQueryAsync();
        command.CommandText = look;
        var before = await command.ExecuteScalarAsync();
        try
        {
            command.CommandText = change;
            await command.ExecuteNonQueryAsync();
        }
        catch (SqliteException)
        {
            return false;
        }

        command.CommandText = look;
        return !Equals(before, await command.ExecuteScalarAsync());
#pragma warning restore CA2100
    }

    private static async Task ExecuteAsync(string file, string text)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts of this test.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
