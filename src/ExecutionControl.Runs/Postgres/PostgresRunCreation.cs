using System.Text;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>Makes runs in a database: in one transaction, as others can write meanwhile.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The clock.</param>
internal sealed class PostgresRunCreation(PostgresDatabase database, TimeProvider clock)
{
    private const int MostInPiece = 2000;
    private const int MostInputInPiece = 8 * 1024 * 1024;
    private const int MostInputs = 256;

    public Task<RunRecord> CreateAsync(RunDescription description, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        var header = PlanText.Checked(description.Plan);
        var record = RunIdentity.NewRun(description, header, clock);
        return database.WriteAsync(
            async connection =>
            {
                // The targets may take their time, and what is held meanwhile nobody waits for.
                await PostgresDatabase.ExecuteAsync(connection, "SET LOCAL idle_in_transaction_session_timeout = 0", cancellationToken).ConfigureAwait(false);
                var key = await BeginAsync(connection, record, cancellationToken).ConfigureAwait(false);
                using var digest = new PlanDigest(header);
                using var leftOut = new LeftOutDigest();
                var inputs = new Dictionary<string, long>(StringComparer.Ordinal);
                var (piece, input) = (new List<PlannedTarget>(), 0L);
                await foreach (var target in targets.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    var planned = PlanText.Checked(target, header);
                    digest.Add(PlanText.Write(planned));
                    leftOut.Add(digest.Count, planned.SkipReason);
                    piece.Add(planned);
                    input += planned.Input is { } text && !inputs.ContainsKey(text) ? text.Length : 0;
                    if (piece.Count >= MostInPiece || input > MostInputInPiece)
                    {
                        await WriteAsync(connection, key, digest.Count - piece.Count, piece, inputs, cancellationToken).ConfigureAwait(false);
                        (piece, input) = ([], 0);
                    }
                }

                await WriteAsync(connection, key, digest.Count - piece.Count, piece, inputs, cancellationToken).ConfigureAwait(false);
                var (count, found) = (digest.Count, digest.End());
                if (description.Digest is { } expected && !string.Equals(expected, found, StringComparison.Ordinal))
                {
                    throw PlanText.Another(found, expected);
                }

                await RefuseTwiceAsync(connection, key, cancellationToken).ConfigureAwait(false);
                var finished = record with { Digest = found, Counts = new RunCounts { Total = count } };
                return await PostgresHistory.FinishAsync(connection, key, finished, leftOut.End(), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    public async Task<ICommandWork> BeginCommandAsync(
        RunDescription description, IReadOnlyList<PlannedTarget> targets, IReadOnlyList<TargetNote> notes, CancellationToken cancellationToken)
    {
        var header = PlanText.Checked(description.Plan);
        var planned = PlanText.Checked(targets, header);
        var record = RunIdentity.NewCommand(description, header, planned, clock);
        var key = await database.WriteAsync(
            async connection =>
            {
                var key = await BeginAsync(connection, record, cancellationToken).ConfigureAwait(false);
                await WriteAsync(connection, key, 0, planned, [], cancellationToken).ConfigureAwait(false);
                await PostgresHistory.FinishAsync(connection, key, record, LeftOutDigest.Of(planned), cancellationToken).ConfigureAwait(false);
                await PostgresCommandWork.WriteAsync(connection, key, record.Id, planned, notes, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                return key;
            },
            cancellationToken).ConfigureAwait(false);
        return new PostgresCommandWork(database, clock, key, record.Id, planned);
    }

    private static async Task<long> BeginAsync(NpgsqlConnection connection, RunRecord record, CancellationToken cancellationToken) =>
        (await PostgresDatabase.ReadAllAsync(
            connection,
            "INSERT INTO execution_control.runs (id, created_at, command, plan, digest, user_name, host, head, pacing) "
            + "VALUES (@id, @at, @command, @plan, '', @user, @host, @head, NULLIF(@pacing, '')) RETURNING key",
            row => row.GetInt64(0),
            cancellationToken,
            ("id", record.Id),
            ("at", record.CreatedAt.ToUniversalTime()),
            ("command", record.IsCommand),
            ("plan", Encoding.UTF8.GetString(PlanText.Write(record.Plan))),
            ("user", record.User),
            ("host", record.Host),
            ("head", HistoryChain.Beginning),
            ("pacing", record.Pacing.ToText() ?? string.Empty)).ConfigureAwait(false))[0];

    private static async Task WriteAsync(
        NpgsqlConnection connection,
        long key,
        long before,
        IReadOnlyList<PlannedTarget> piece,
        Dictionary<string, long> inputs,
        CancellationToken cancellationToken)
    {
        if (piece.Count == 0)
        {
            return;
        }

        var known = await WriteInputsAsync(connection, key, piece, inputs, cancellationToken).ConfigureAwait(false);
        await PostgresDatabase.ExecuteAsync(
            connection,
            "INSERT INTO execution_control.targets (run, ordinal, operation, account, id, input, state, skip) "
            + "SELECT @run, @before + n, o, a, i, p, s, k "
            + "FROM unnest(@operations, @accounts, @ids, @inputs, @states, @skips) WITH ORDINALITY AS u (o, a, i, p, s, k, n)",
            cancellationToken,
            ("run", key),
            ("before", before),
            ("operations", piece.Select(target => target.Operation.Id).ToArray()),
            ("accounts", piece.Select(target => target.Account).ToArray()),
            ("ids", piece.Select(target => target.Id).ToArray()),
            ("inputs", piece.Select(target => target.Input is { } text ? known[text] : (long?)null).ToArray()),
            ("states", piece.Select(target => target.State).ToArray()),
            ("skips", piece.Select(target => WellFormedText.Of(target.SkipReason)).ToArray())).ConfigureAwait(false);
    }

    /// <summary>Writes the inputs that are not there yet.</summary>
    /// <returns>Where each input of the piece stands.</returns>
    private static async Task<Dictionary<string, long>> WriteInputsAsync(
        NpgsqlConnection connection, long key, IReadOnlyList<PlannedTarget> piece, Dictionary<string, long> inputs, CancellationToken cancellationToken)
    {
        string[] texts = [.. piece.Select(target => target.Input).OfType<string>().Where(text => !inputs.ContainsKey(text)).Distinct(StringComparer.Ordinal)];
        var keys = texts.Length == 0 ? [] : await PostgresDatabase.ReadAllAsync(
            connection,
            "WITH made AS (INSERT INTO execution_control.inputs (run, text) SELECT @run, t FROM unnest(@texts) AS t RETURNING key, text) "
            + "SELECT key, text FROM made",
            row => (Key: row.GetInt64(0), Text: row.GetString(1)),
            cancellationToken,
            ("run", key),
            ("texts", texts)).ConfigureAwait(false);
        var known = new Dictionary<string, long>(inputs, StringComparer.Ordinal);
        foreach (var (made, text) in keys)
        {
            known[text] = made;
            if (inputs.Count < MostInputs)
            {
                inputs[text] = made;
            }
        }

        return known;
    }

    private static async Task RefuseTwiceAsync(NpgsqlConnection connection, long key, CancellationToken cancellationToken)
    {
        var twice = await PostgresDatabase.ReadAllAsync(
            connection,
            "SELECT operation, id FROM execution_control.targets WHERE run = @run GROUP BY operation, account, id HAVING count(*) > 1 LIMIT 1",
            row => (Operation: row.GetString(0), Id: row.GetString(1)),
            cancellationToken,
            ("run", key)).ConfigureAwait(false);
        if (twice is [var found])
        {
            throw PlanText.Twice(found.Operation, found.Id);
        }
    }
}
