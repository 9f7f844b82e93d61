namespace ExecutionControl.Runs;

/// <summary>Which rows a filter takes.</summary>
internal static class HistorySelection
{
    public static bool Holds(RunFilter? filter, RunRecord run) =>
        (filter?.Since is not { } since || run.CreatedAt >= since)
        && (filter is not { IsUnfinished: true } || run.Counts.Left > 0)
        && (filter?.Digest is not { } digest || string.Equals(run.Digest, digest, StringComparison.Ordinal))
        && (filter is { WithCommands: true } || !run.IsCommand);

    public static bool Holds(HistoryFilter filter, HistoryRow row) =>
        (filter.Since is not { } since || row.At >= since)
        && (row.Event == HistoryEvent.TargetSettled || row.IsOpen
            ? (filter.Service is not { } service || row.Account?.Service == service)
                && (filter.Operation is not { } operation || string.Equals(row.Operation, operation, StringComparison.Ordinal))
                && (filter.Target is not { } target || string.Equals(row.Target, target, StringComparison.Ordinal))
                && (filter.Outcomes is not { } outcomes || outcomes.Contains(row.Result?.Outcome ?? TargetOutcome.Unknown))
            : filter is { WithRuns: true, Service: null, Operation: null, Target: null, Outcomes: null });
}
