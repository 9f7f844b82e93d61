using System.Globalization;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>How far a resolve-paused is, on one line that fits an ordinary terminal.</summary>
internal static class RoundProgressLine
{
    private const int Cells = 20;

    /// <param name="progress">What the last round showed; null before the first one has ended.</param>
    /// <param name="elapsed">The time since the beginning.</param>
    public static string Of(ResolvePausedProgress? progress, TimeSpan elapsed)
    {
        var clock = Clock(elapsed);
        return progress switch
        {
            null => $"{Bar(0, 0)} round 1 · {clock}",
            { ResolvedCount: null } => $"{Bar(0, 0)} round {progress.Round} · in the background · {clock}",
            { ResolvedCount: { } resolved } => string.Create(
                CultureInfo.InvariantCulture,
                $"{Bar(resolved, progress.ErroredCount)} round {progress.Round} · {resolved} resolved · {progress.ErroredCount} errored · "
                + $"{Rate(resolved, elapsed)} · {clock}"),
        };
    }

    /// <summary>The time in minutes and seconds.</summary>
    public static string Clock(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}");

    /// <summary>How many executions were settled in a second.</summary>
    public static string Rate(long resolved, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{resolved / Math.Max(elapsed.TotalSeconds, 1):0.#}/s");

    private static string Bar(long done, long left)
    {
        var filled = done + left == 0 ? 0 : (int)(Cells * done / (done + left));
        return $"[{new string('#', filled)}{new string('-', Cells - filled)}]";
    }
}
