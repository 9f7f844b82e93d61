using System.Text.Json;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Targets;

/// <summary>A document on a line for each target, as soon as it is done.</summary>
internal sealed class JsonLinesTargetWriter(Reporter reporter) : ITargetWriter
{
    public void Add(int index, OutcomeReport report) => reporter.PrintAnswer(JsonSerializer.Serialize(report, OutcomeJsonContext.Readable.OutcomeReport));

    public void End(OutcomeTally tally)
    {
        // The lines have said it all.
    }
}
