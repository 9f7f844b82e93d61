using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Targets;

/// <summary>Prints what became of each of many targets. Called by one at a time.</summary>
internal interface ITargetWriter
{
    /// <summary>Prints one more.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="report">What became of it.</param>
    void Add(int index, OutcomeReport report);

    /// <summary>Prints what belongs at the end.</summary>
    void End(OutcomeTally tally);
}
