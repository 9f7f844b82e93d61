namespace ExecutionControl.Runs;

/// <summary>A command that is under way, in a file.</summary>
/// <param name="writer">The writer.</param>
/// <param name="clock">The clock.</param>
/// <param name="run">The run's key.</param>
/// <param name="runId">The run's id.</param>
/// <param name="planned">Its targets.</param>
internal sealed class SqliteCommandWork(SqliteWriter writer, TimeProvider clock, long run, string runId, IReadOnlyList<PlannedTarget> planned) : ICommandWork
{
    public string RunId => runId;

    public Task NoteAsync(IReadOnlyList<TargetNote> notes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notes);
        var at = clock.GetUtcNow();
        return writer.WriteAsync(
            commands =>
            {
                Write(commands, run, runId, planned, notes, at);
                return true;
            },
            cancellationToken);
    }

    public static void Write(
        SqliteCommands commands, long run, string runId, IReadOnlyList<PlannedTarget> planned, IReadOnlyList<TargetNote> notes, DateTimeOffset at)
    {
        foreach (var note in notes)
        {
            var target = note.Begun(runId, planned);
            if (note.StartedAt is { } startedAt)
            {
                commands.Execute(
                    "UPDATE targets SET status = MAX(status, $status), intents = 1, intended_at = $at WHERE run = $run AND ordinal = $ordinal",
                    ("$status", note.Result is null ? 1L : 0L),
                    ("$run", run),
                    ("$ordinal", note.Ordinal),
                    ("$at", startedAt.ToUnixTimeMilliseconds()));
            }

            if (note.Result is { } result)
            {
                SqliteHistory.Settle(commands, run, target, result, at);
            }
            else
            {
                SqliteHistory.Append(commands, run, target.Ordinal, HistoryChain.OfIntent(target, at));
            }
        }
    }
}
