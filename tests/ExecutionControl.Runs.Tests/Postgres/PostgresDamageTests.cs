using ExecutionControl.Runs.Tests.Support;
using Npgsql;

namespace ExecutionControl.Runs.Tests.Postgres;

/// <summary>A database in which somebody has put anything in the place of anything that a column takes.</summary>
/// <param name="server">The server.</param>
[Collection(PostgresCollection.Name)]
public sealed class PostgresDamageTests(PostgresServer server)
{
    /// <summary>
    /// What the chain does not hold, as nothing is decided by it: who works, when and how often a target was begun and when it was done (the chain has that
    /// besides), and whose run an input is (the target names the input). Who holds what, and when the next call may begin, is asked for with each write.
    /// </summary>
    private static readonly HashSet<string> Unchained =
        ["runs.worker", "targets.intents", "targets.intended_at", "targets.settled_at", "targets.lease", "inputs.run"];

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["text"] = ["NULL", "''", "'garbage'", "'{}'", "repeat('x', 100000)"],
        ["bytea"] = ["NULL", "''", "decode('00ff', 'hex')"],
        ["bigint"] = ["NULL", "-1", "999999", "9223372036854775807", "-9223372036854775808"],
        ["integer"] = ["NULL", "-1", "99", "2147483647"],
        ["smallint"] = ["NULL", "-1", "99"],
        ["boolean"] = ["NULL", "NOT {0}"],
        ["timestamp with time zone"] = ["NULL", "'infinity'", "'-infinity'", "'294276-12-31'", "'4713-01-01 BC'"],
    };

    private string _left = string.Empty;
    private string _finished = string.Empty;

    /// <summary>With a part of the values for each column; with EXECUTIONCONTROL_TEST_SCALE=2 with all of them.</summary>
    [Fact]
    public async Task AnyColumn_HoldsAnything_IsFoundAndNothingIsSent()
    {
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        (_left, _finished) = await JournalUse.FillAsync(journal);
        await using var connection = new NpgsqlConnection(
            $"Host=127.0.0.1;Port={new Uri(address).Port};Username=journal;Database={new Uri(address).AbsolutePath.Trim('/')}");
        await connection.OpenAsync();
        var columns = await PrepareAsync(connection);
        var complaints = new List<string>();
        var (asked, tried) = (0, 0);
        foreach (var (table, column, type) in columns)
        {
            foreach (var row in RowsOf(table))
            {
                foreach (var value in Values[type])
                {
                    if (!TestScale.IsRaised && asked++ % 3 > 0)
                    {
                        continue;
                    }

                    var change = $"UPDATE execution_control.{table} SET {column} = {value.Replace("{0}", column, StringComparison.Ordinal)} WHERE {row}";
                    if (!await ChangesAsync(connection, change, $"SELECT md5(string_agg({column}::text, '|')) FROM execution_control.{table} WHERE {row}"))
                    {
                        continue;
                    }

                    var isUsed = TestScale.IsRaised || tried % 5 == 0;
                    tried++;
                    complaints.AddRange((await ComplaintsAsync(journal, address, table, column, isUsed)).Select(complaint => $"{change}: {complaint}"));
                    await RestoreAsync(connection, columns);
                }
            }
        }

        Assert.True(complaints.Count == 0, $"{complaints.Count} of {tried}:\n{string.Join('\n', complaints)}");
        Assert.InRange(tried, 100, 5000);
    }

    [Theory]
    [InlineData("CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
        + "CREATE TRIGGER sly BEFORE UPDATE ON execution_control.targets FOR EACH ROW EXECUTE FUNCTION public.f()")]
    [InlineData("CREATE RULE sly AS ON UPDATE TO execution_control.targets DO INSTEAD NOTHING")]
    public async Task Verify_SomethingThatChangesRowsByItself_IsFound(string change)
    {
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        Assert.Empty((await journal.VerifyAsync()).Findings);

        await PostgresServer.ExecuteAsync(address, change);

        Assert.Contains("sly", Assert.Single((await journal.VerifyAsync()).Findings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal")]
    [InlineData("runs")]
    [InlineData("leases")]
    [InlineData("inputs")]
    [InlineData("targets")]
    [InlineData("history")]
    [InlineData("paces")]
    [InlineData("version")]
    public async Task AnyTable_IsMissing_IsSaid(string table)
    {
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        (_left, _) = await JournalUse.FillAsync(journal);

        await PostgresServer.ExecuteAsync(address, $"DROP TABLE execution_control.{table} CASCADE");

        var use = new JournalUse(journal, _left);
        await use.LookAsync();
        await use.TryAsync(use.ListAsync);
        await use.ResumeAsync(verify: true);
        await use.RecordAsync();
        await use.TryAsync(async () =>
        {
            await (await PostgresRunJournal.OpenAsync(address)).DisposeAsync();
            return true;
        });
        Assert.Empty(use.Unexpected);
        Assert.True(use.HasSentNothingElse);
    }

    private async Task<List<string>> ComplaintsAsync(IRunJournal journal, string address, string table, string column, bool isUsed)
    {
        var complaints = new List<string>();
        var use = new JournalUse(journal, _left);
        var isChained = !Unchained.Contains($"{table}.{column}") && table is not ("leases" or "paces" or "version");
        if (isChained && (await use.LookAsync()) is not { IsIntact: false })
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

        if (table == "version")
        {
            await use.TryAsync(async () =>
            {
                await (await PostgresRunJournal.OpenAsync(address)).DisposeAsync();
                return true;
            });
        }

        if (isUsed)
        {
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
        }

        return use.Unexpected.Length > 0 ? [.. complaints, use.Unexpected] : complaints;
    }

    private static IEnumerable<string> RowsOf(string table) => table switch
    {
        "runs" => ["key = 1"],
        "targets" => ["run = 1 AND ordinal = 1", "run = 1 AND ordinal = 2", "run = 1 AND ordinal = 4"],
        "history" => ["run = 1 AND sequence = 1", "run = 1 AND ordinal = 1", "run = 1 AND ordinal = 2"],
        _ => ["TRUE"],
    };

    /// <summary>Lets the tables take anything, and keeps a copy of each.</summary>
    private static async Task<List<(string Table, string Column, string Type)>> PrepareAsync(NpgsqlConnection connection)
    {
        await ExecuteAsync(
            connection,
            "INSERT INTO execution_control.leases (run, worker, began_at, expires_at) VALUES (1, 'gone', now() - interval '1 hour', now() - interval '1 hour'); "
            + "INSERT INTO execution_control.paces (run, account, next_turn, opens_at) VALUES (1, 'ConductorOne/test', now(), now())");
        var columns = await ReadAsync(
            connection, "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'execution_control'");
        foreach (var (table, constraint, _) in await ReadAsync(
            connection,
            "SELECT conrelid::regclass::text, conname, contype::text FROM pg_constraint WHERE connamespace = 'execution_control'::regnamespace AND contype IN ('c', 'f')"))
        {
            await ExecuteAsync(connection, $"ALTER TABLE {table} DROP CONSTRAINT {constraint}");
        }

        foreach (var (table, column, _) in columns)
        {
            try
            {
                await ExecuteAsync(connection, $"ALTER TABLE execution_control.{table} ALTER COLUMN {column} DROP NOT NULL");
            }
            catch (PostgresException)
            {
                // What rows are found by.
            }
        }

        foreach (var table in columns.Select(column => column.Item1).Distinct())
        {
            await ExecuteAsync(connection, $"CREATE TABLE public.{table} AS TABLE execution_control.{table}");
        }

        Assert.Contains(("runs", "pacing", "text"), columns);
        return columns;
    }

    private static Task RestoreAsync(NpgsqlConnection connection, List<(string Table, string Column, string Type)> columns)
    {
        string[] tables = [.. columns.Select(column => column.Table).Distinct()];
        return ExecuteAsync(
            connection,
            $"TRUNCATE {string.Join(", ", tables.Select(table => $"execution_control.{table}"))}; "
            + string.Concat(tables.Select(table => $"INSERT INTO execution_control.{table} OVERRIDING SYSTEM VALUE SELECT * FROM public.{table}; ")));
    }

    private static async Task<bool> ChangesAsync(NpgsqlConnection connection, string change, string look)
    {
#pragma warning disable CA2100 // The texts of this test.
        await using var command = new NpgsqlCommand(look, connection);
        var before = await command.ExecuteScalarAsync();
        try
        {
            await ExecuteAsync(connection, change);
        }
        catch (PostgresException)
        {
            return false;
        }

        return !Equals(before, await command.ExecuteScalarAsync());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<(string, string, string)>> ReadAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        var found = new List<(string, string, string)>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            found.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }

        return found;
    }
}
