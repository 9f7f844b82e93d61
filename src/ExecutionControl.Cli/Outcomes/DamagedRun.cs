using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What is said of a run that somebody has edited by hand, or that its journal holds no more in whole.</summary>
internal static class DamagedRun
{
    /// <summary>What to do next.</summary>
    /// <param name="damaged">The run.</param>
    /// <param name="next">Writes the command.</param>
    public static string Advice(RunDamagedException damaged, NextCommand next) =>
        $"{Verify(damaged, next)}. Other runs can be named as before. What is left of this one is done, or taken back, by new commands, "
        + "or from a copy of the journal that was kept.";

    /// <summary>The command that names all that is wrong.</summary>
    public static string Verify(RunDamagedException damaged, NextCommand next) => damaged.RunId.Length > 0
        ? $"'{next.OfRuns($"runs verify {PlainText.OneLine(damaged.RunId)}")}' names all that is wrong with it"
        : $"'{next.OfRuns("runs verify")}' names all that is wrong";
}

/// <summary>Warns of the runs that a list leaves out as they cannot be read: once of each, and not of too many.</summary>
/// <param name="reporter">Where it is said.</param>
/// <param name="next">Writes the command that says more.</param>
internal sealed class DamagedRuns(Reporter reporter, NextCommand next)
{
    private const int MostTold = 10;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Whether something was left out.</summary>
    public bool IsAny => _told.Count > 0;

    public void Add(RunDamagedException damaged)
    {
        if (!_told.Add(damaged.RunId) || _told.Count > MostTold + 1)
        {
            return;
        }

        var text = _told.Count > MostTold
            ? $"more was left out: '{next.OfRuns("runs verify")}' names all that is wrong"
            : $"left out: {PlainText.OneLine(damaged.Message)} {DamagedRun.Verify(damaged, next)}";
        if (reporter.IsForPeople)
        {
            reporter.Warn(text);
        }
        else
        {
            reporter.Complain($"warning: {text}");
        }
    }
}
