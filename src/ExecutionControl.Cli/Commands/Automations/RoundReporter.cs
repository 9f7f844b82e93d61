using System.Globalization;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>Reports every round as it ends, on the thread that ends it, so that no line comes after the outcome.</summary>
internal sealed class RoundReporter(Reporter reporter) : IProgress<ResolvePausedProgress>
{
    private long _resolvedBefore;

    public void Report(ResolvePausedProgress value)
    {
        reporter.Progress(Sentence(value), Line(value), CliJsonContext.Readable.RoundLine);
        _resolvedBefore = value.ResolvedCount ?? _resolvedBefore;
    }

    private static RoundLine Line(ResolvePausedProgress value) => new()
    {
        Round = value.Round,
        Resolved = value.ResolvedCount,
        Errored = value.ErroredCount,
        Remaining = value.RemainingCount,
        NextRoundInSeconds = value.NextRoundIn?.TotalSeconds,
        LowerBound = value.IsLowerBound,
    };

    private string Sentence(ResolvePausedProgress value)
    {
        if (value.ResolvedCount is not { } resolved)
        {
            return $"round {value.Round}: accepted, goes on in the background";
        }

        var soFar = _resolvedBefore > 0 ? $" ({resolved} so far)" : string.Empty;
        var next = value.NextRoundIn is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"; next round in {wait.TotalSeconds:0.#} s")
            : string.Empty;
        return $"round {value.Round}: {resolved - _resolvedBefore} resolved{soFar}, {value.ErroredCount} errored{next}";
    }
}
