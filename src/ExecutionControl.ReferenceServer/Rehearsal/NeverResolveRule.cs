namespace ExecutionControl.Reference.Rehearsal;

/// <summary>Some paused executions of an automation that no <c>resolve_paused</c> ever settles.</summary>
/// <param name="Automation">The automation's id.</param>
/// <param name="Count">How many of its paused executions.</param>
internal sealed record NeverResolveRule(string Automation, int Count)
{
    /// <exception cref="InvalidDataException">It names no automation or no number.</exception>
    public NeverResolveRule Checked() => !string.IsNullOrEmpty(Automation) && Count > 0
        ? this
        : throw new InvalidDataException("A rule of executions that never resolve needs an automation and a count of 1 or more.");
}
