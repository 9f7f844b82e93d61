namespace ExecutionControl.Runs;

/// <summary>Which rows a filter takes.</summary>
internal static class HistorySelection
{
    /// <summary>A run, where it can be read; null where it cannot, and somebody is there to be told that it is left out.</summary>
    /// <exception cref="RunDamagedException">It cannot be read, and nobody is.</exception>
    public static RunRecord? Readable(StoredRun run, string location, Action<RunDamagedException>? damaged)
    {
        if (run.Readable is null && damaged is not null)
        {
            damaged(run.Damaged(location, run.Damage!));
            return null;
        }

        return run.Require(location);
    }

    /// <inheritdoc cref="Readable(StoredRun, string, Action{RunDamagedException}?)"/>
    public static HistoryRow? Readable(StoredRun run, StoredEntry entry, string location, Action<RunDamagedException>? damaged)
    {
        var damage = entry.Complaint;
        if (entry is { Sequence: { } sequence, Content: { } content })
        {
            try
            {
                return HistoryChain.Read(run.Readable!, sequence, content, entry.Hash, entry.IsOpen);
            }
            catch (RunDamagedException exception)
            {
                damage = exception.Message;
            }
        }

        (damaged ?? throw run.Damaged(location, damage))(run.Damaged(location, damage));
        return null;
    }

    public static bool Holds(RunFilter? filter, RunRecord run) =>
        (filter?.Since is not { } since || run.CreatedAt >= since)
        && (filter is not { IsUnfinished: true } || run.Counts.Left > 0)
        && (filter?.Digest is not { } digest || string.Equals(run.Digest, digest, StringComparison.Ordinal))
        && (filter is { WithCommands: true } || !run.IsCommand);

    public static bool Holds(RunTargetFilter? filter, RunTarget target) =>
        filter?.Outcomes is not { } outcomes || (target.Result is { } result && outcomes.Contains(result.Outcome));

    public static bool Holds(HistoryFilter filter, HistoryRow row) =>
        (filter.Since is not { } since || row.At >= since)
        && (row.Event == HistoryEvent.TargetSettled || row.IsOpen
            ? (filter.Service is not { } service || row.Account?.Service == service)
                && (filter.Operation is not { } operation || string.Equals(row.Operation, operation, StringComparison.Ordinal))
                && (filter.Target is not { } target || string.Equals(row.Target, target, StringComparison.Ordinal))
                && (filter.Outcomes is not { } outcomes || outcomes.Contains(row.Result?.Outcome ?? TargetOutcome.Unknown))
            : filter is { WithRuns: true, Service: null, Operation: null, Target: null, Outcomes: null });
}
