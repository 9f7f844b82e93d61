using System.Text.Json;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A document on a line for each target, as soon as it is done.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="count">How many targets there are.</param>
internal sealed class JsonLinesTargetWriter(Reporter reporter, int count) : TargetWriter(reporter, count)
{
    public override void End()
    {
        // The lines have said it all.
    }

    protected override void Print(int index, OutcomeReport report) =>
        Reporter.PrintAnswer(JsonSerializer.Serialize(report, OutcomeJsonContext.Readable.OutcomeReport));
}
