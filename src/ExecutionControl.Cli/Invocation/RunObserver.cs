using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Tells whoever gave a command how its run goes.</summary>
/// <param name="entry">What is done to each target.</param>
/// <param name="targets">The targets.</param>
/// <param name="reporter">Where it is told.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunObserver(ControlOperation entry, IReadOnlyList<string> targets, Reporter reporter, TimeProvider clock) : IRunObserver
{
    /// <summary>Is told what became of each of several; null where there is one, whose report is the answer.</summary>
    public Action<int, OutcomeReport>? Ended { get; init; }

    public void Begin(int index)
    {
        // What takes long says so itself.
    }

    public IRoundObserver BeginRounds(int index, string announcement)
    {
        reporter.Notice(announcement);
        return new RoundReporter(reporter, clock, Ended is null ? null : targets[index]);
    }

    public void BeginWait(int accepted, TimeSpan timeout) => reporter.Notice(Ended is null
        ? $"accepted; waiting for the effect on {Operation.Subject(entry.TargetKind, targets)}, at most {DurationText.Of(timeout)}"
        : $"accepted for {accepted} of {targets.Count}; waiting for the effect, at most {DurationText.Of(timeout)} in all");

    public void GiveUp(string reason, int rest) => reporter.Warn($"{reason}: the other {rest} were not sent");

    public void End(int index, OutcomeReport report) => Ended?.Invoke(index, report);
}
