using System.Text.Json;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>One document about all targets, in the order in which they were named.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="count">How many targets there are.</param>
/// <param name="head">Makes the document without its targets.</param>
internal sealed class JsonTargetWriter(Reporter reporter, int count, Func<OutcomeTally, OutcomeListReport> head) : TargetWriter(reporter, count)
{
    private readonly OutcomeReport?[] _reports = new OutcomeReport?[count];

    public override void End() => Reporter.Finish(
        JsonSerializer.Serialize(head(Tally) with { Targets = [.. _reports.OfType<OutcomeReport>()] }, OutcomeJsonContext.Readable.OutcomeListReport),
        Tally.ExitCode);

    // The document says once as whom the service was asked.
    protected override void Print(int index, OutcomeReport report) => _reports[index] = report with { Account = null };
}
