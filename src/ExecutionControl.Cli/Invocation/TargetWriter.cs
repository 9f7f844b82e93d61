using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Prints what became of each of many targets. Called by one at a time.</summary>
/// <param name="reporter">Where it is printed.</param>
/// <param name="count">How many targets there are.</param>
internal abstract class TargetWriter(Reporter reporter, int count)
{
    /// <summary>What became of all of them so far.</summary>
    public OutcomeTally Tally { get; } = new();

    protected Reporter Reporter => reporter;

    /// <summary>Prints one more.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="report">What became of it.</param>
    public void Add(int index, OutcomeReport report)
    {
        Tally.Add(report);
        Print(index, report);
        if (!reporter.IsForPeople)
        {
            reporter.Progress(
                string.Empty,
                new TargetLine { Target = report.Target, Outcome = report.Outcome, ExitCode = report.ExitCode, Done = Tally.Count, Count = count },
                TargetJsonContext.Readable.TargetLine);
        }
    }

    /// <summary>Prints what belongs at the end.</summary>
    public abstract void End();

    protected abstract void Print(int index, OutcomeReport report);
}

/// <summary>How far a command with several targets is, as a line of progress for programs.</summary>
internal sealed record TargetLine
{
    public string Event { get; } = "target";

    public required string? Target { get; init; }

    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    public required ExitCode ExitCode { get; init; }

    /// <summary>How many are done, this one included.</summary>
    public required long Done { get; init; }

    /// <summary>How many there are.</summary>
    public required long Count { get; init; }
}

/// <summary>The lines of progress of several targets as JSON.</summary>
[JsonSerializable(typeof(TargetLine))]
internal sealed partial class TargetJsonContext : JsonSerializerContext
{
    public static TargetJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
