using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>A command that is under way, in a database.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The clock.</param>
/// <param name="run">The run's key.</param>
/// <param name="runId">The run's id.</param>
/// <param name="planned">Its targets.</param>
internal sealed class PostgresCommandWork(
    PostgresDatabase database, TimeProvider clock, long run, string runId, IReadOnlyList<PlannedTarget> planned) : ICommandWork
{
    public string RunId => runId;

    public Task NoteAsync(IReadOnlyList<TargetNote> notes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notes);
        return database.WriteAsync(
            async connection =>
            {
                await WriteAsync(connection, run, runId, planned, notes, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    public static async Task WriteAsync(
        NpgsqlConnection connection,
        long run,
        string runId,
        IReadOnlyList<PlannedTarget> planned,
        IReadOnlyList<TargetNote> notes,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        var begun = notes.Where(note => note.Result is null).Select(note => (note.Begun(runId, planned), at, note.StartedAt)).ToList();
        if (begun.Count > 0)
        {
            await PostgresHistory.IntendAsync(connection, run, lease: null, begun, cancellationToken).ConfigureAwait(false);
        }

        var ended = notes.Where(note => note.Result is not null).ToList();
        if (ended.Count > 0)
        {
            await PostgresDatabase.ExecuteAsync(
                connection,
                "UPDATE execution_control.targets t SET intents = 1, intended_at = u.at FROM unnest(@ordinals, @times) AS u (n, at) "
                + "WHERE t.run = @run AND t.ordinal = u.n AND u.at IS NOT NULL AND t.intents = 0",
                cancellationToken,
                ("run", run),
                ("ordinals", ended.Select(note => note.Ordinal).ToArray()),
                ("times", ended.Select(note => note.StartedAt?.ToUniversalTime()).ToArray())).ConfigureAwait(false);
            await PostgresHistory.SettleAsync(
                connection,
                run,
                lease: null,
                [.. ended.Select(note => (note.Begun(runId, planned), note.Result!, at))],
                cancellationToken).ConfigureAwait(false);
        }
    }
}
