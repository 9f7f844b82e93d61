namespace ExecutionControl.Reference.Rehearsal;

/// <summary>An automation that something sets off again and again, so that its breaker trips, and trips again after it was cleared.</summary>
/// <param name="Automation">The automation's id.</param>
/// <param name="EveryMs">How often it is set off, in milliseconds.</param>
/// <param name="RetripAfter">How many executions the closed breaker lets run before it trips.</param>
internal sealed record RunawayRule(string Automation, long EveryMs, int RetripAfter = 0)
{
    private const long LongestEvery = 366L * 24 * 60 * 60 * 1000;

    /// <exception cref="InvalidDataException">It names no automation, or a number makes no sense.</exception>
    public RunawayRule Checked() => !string.IsNullOrEmpty(Automation) && EveryMs is > 0 and <= LongestEvery && RetripAfter >= 0
        ? this
        : throw new InvalidDataException("A runaway needs an automation, an everyMs of 1 or more, a year at most, and a retripAfter of 0 or more.");
}
