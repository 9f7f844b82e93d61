using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Targets;

/// <summary>One document about all targets, in the order in which they were named.</summary>
/// <param name="count">How many there are.</param>
/// <param name="finish">Prints the document.</param>
internal sealed class JsonTargetWriter(int count, Action<OutcomeTally, IReadOnlyList<OutcomeReport>> finish) : ITargetWriter
{
    private readonly OutcomeReport?[] _reports = new OutcomeReport?[count];

    // The document says once as whom the service was asked.
    public void Add(int index, OutcomeReport report) => _reports[index] = report with { Account = null };

    public void End(OutcomeTally tally) => finish(tally, [.. _reports.OfType<OutcomeReport>()]);
}
