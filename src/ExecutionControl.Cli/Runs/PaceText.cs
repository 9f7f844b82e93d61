using System.Globalization;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>How a run goes, as it is typed.</summary>
internal static class PaceText
{
    /// <summary>After how many failures a run stops, as <c>--stop-after-failures</c> takes it; null for never.</summary>
    public static string? StopAfter(RunPacing pacing) => pacing switch
    {
        { StopAfterFailures: { } most } => most.ToString(CultureInfo.InvariantCulture),
        { StopAfterFailedPercent: { } share } => string.Create(CultureInfo.InvariantCulture, $"{share}%"),
        _ => null,
    };

    /// <summary>The options that say it, such as <c>--rate 10/s --canary 5</c>; null where nothing is kept.</summary>
    public static string? Words(RunPacing pacing)
    {
        List<string> words = [];
        Add("--parallel", pacing.Concurrency?.ToString(CultureInfo.InvariantCulture));
        Add("--rate", pacing.Rate?.ToString());
        Add("--canary", pacing.Canary > 0 ? pacing.Canary.ToString(CultureInfo.InvariantCulture) : null);
        Add("--canary-timeout", pacing.CanaryTimeout is { } timeout ? DurationText.Of(timeout) : null);
        Add("--stop-after-failures", StopAfter(pacing));
        return words.Count == 0 ? null : string.Join(' ', words);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                words.Add($"{name} {value}");
            }
        }
    }

    /// <summary>The same with how far its first targets are; null where nothing is kept.</summary>
    public static string? Of(RunRecord run) =>
        Words(run.Pacing) is { } words ? $"{words}{(run.IsCanaryPassed ? " (the canary has passed)" : string.Empty)}" : null;
}

/// <summary>How a run goes, as JSON.</summary>
internal sealed record PaceDocument
{
    /// <summary>How many targets are acted on at once; left out where that was not said.</summary>
    public int? Parallel { get; init; }

    /// <summary>How many are begun in a time at most, such as <c>10/s</c>.</summary>
    public string? Rate { get; init; }

    /// <summary>How many are done first.</summary>
    public int? Canary { get; init; }

    /// <summary>How long their effect is waited for, in seconds.</summary>
    public double? CanaryTimeoutSeconds { get; init; }

    /// <summary>Whether they have passed; left out where there are none.</summary>
    public bool? CanaryPassed { get; init; }

    /// <summary>After how many failures the run stops, or after what share, such as <c>5%</c>.</summary>
    public string? StopAfterFailures { get; init; }

    /// <summary>Null where nothing is kept.</summary>
    public static PaceDocument? Of(RunRecord run) => PaceText.Words(run.Pacing) is null
        ? null
        : new PaceDocument
        {
            Parallel = run.Pacing.Concurrency,
            Rate = run.Pacing.Rate?.ToString(),
            Canary = run.Pacing.Canary > 0 ? run.Pacing.Canary : null,
            CanaryTimeoutSeconds = run.Pacing.CanaryTimeout?.TotalSeconds,
            CanaryPassed = run.Pacing.Canary > 0 ? run.IsCanaryPassed : null,
            StopAfterFailures = PaceText.StopAfter(run.Pacing),
        };
}
