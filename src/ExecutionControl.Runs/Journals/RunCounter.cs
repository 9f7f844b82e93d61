namespace ExecutionControl.Runs;

/// <summary>Counts outcomes.</summary>
internal static class RunCounter
{
    public static RunCounts Plus(RunCounts counts, TargetOutcome outcome, long number) => outcome switch
    {
        TargetOutcome.Applied => counts with { Applied = counts.Applied + number },
        TargetOutcome.AlreadySo => counts with { AlreadySo = counts.AlreadySo + number },
        TargetOutcome.Partial => counts with { Partial = counts.Partial + number },
        TargetOutcome.Refused => counts with { Refused = counts.Refused + number },
        TargetOutcome.NotApplied => counts with { NotApplied = counts.NotApplied + number },
        TargetOutcome.NotSent => counts with { NotSent = counts.NotSent + number },
        _ => counts with { Unknown = counts.Unknown + number },
    };
}
