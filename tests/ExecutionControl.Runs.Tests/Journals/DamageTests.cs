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
        ["runs.fence", "runs.worker", "targets.intents", "targets.intended_at", "targets.settled_at", "targets.skip", "inputs.run"];

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
        var (tried, watch) = (0, System.Diagnostics.Stopwatch.StartNew());
        foreach (var (table, column) in await ColumnsAsync())
        {
            foreach (var row in RowsOf(table))
            {
                foreach (var value in Values)
                {
                    var change = $"UPDATE {table} SET \"{column}\" = {value.Replace("{0}", $"\"{column}\"", StringComparison.Ordinal)} WHERE {row}";
                    var file = await CopyAsync();
                    if (change != LastKey && await ChangesAsync(file, change, $"SELECT hex(\"{column}\") || typeof(\"{column}\") FROM {table} WHERE {row}"))
                    {
                        // To carry runs out takes longest: of each column with some of the values, with all where the scale says so.
                        var isUsed = TestScale.Of(1) > 1 || tried % 7 == 0;
                        tried++;
                        complaints.AddRange((await ComplaintsAsync(file, table, column, isUsed)).Select(complaint => $"{change}: {complaint}"));
                    }

                    File.Delete(file);
                }
            }
        }

        Assert.True(complaints.Count == 0, $"{complaints.Count} of {tried} in {watch.Elapsed}:\n{string.Join('\n', complaints)}");
        Assert.InRange(tried, 500, 5000);
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
