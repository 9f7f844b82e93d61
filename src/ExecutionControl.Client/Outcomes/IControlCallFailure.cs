namespace ExecutionControl.Client;

/// <summary>
/// What every failure of a control call can tell, cancelled calls included. Members that it is given later have a default, so that a type of
/// your own goes on working.
/// </summary>
public interface IControlCallFailure
{
    /// <summary>
    /// <see cref="ControlOutcome.Refused"/>, <see cref="ControlOutcome.NotApplied"/>, <see cref="ControlOutcome.Partial"/> or
    /// <see cref="ControlOutcome.Unknown"/>.
    /// </summary>
    ControlOutcome Outcome { get; }

    /// <summary>Whether making the same call again can do no harm.</summary>
    bool SafeToRepeat { get; }

    /// <summary>
    /// Whether making the same call again is harmless and may come to something better, with nothing else changed: what a policy that repeats
    /// calls asks. <see langword="false"/> for what a service or a proxy would say no to again, although that is harmless.
    /// </summary>
    bool RepeatCanHelp => SafeToRepeat && Outcome != ControlOutcome.Refused;

    /// <summary>How long the service asked to wait before the next call; <see langword="null"/> when it did not.</summary>
    TimeSpan? RetryAfter => Details.RetryAfter;

    /// <summary>Why the service said no; <see cref="RefusalReason.None"/> where it did not.</summary>
    RefusalReason Reason => RefusalReason.None;

    /// <summary>The facts: status, the service's message, attempts and so on.</summary>
    ControlCallDetails Details { get; }

    /// <summary>What happened, to which target at which service, what is now true, and what to do next.</summary>
    string Message { get; }
}
