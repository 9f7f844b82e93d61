namespace ExecutionControl.Client;

/// <summary>What every failure of a control call can tell, cancelled calls included.</summary>
public interface IControlCallFailure
{
    /// <summary>
    /// <see cref="ControlOutcome.Refused"/>, <see cref="ControlOutcome.NotApplied"/>, <see cref="ControlOutcome.Partial"/> or
    /// <see cref="ControlOutcome.Unknown"/>.
    /// </summary>
    ControlOutcome Outcome { get; }

    /// <summary>Whether making the same call again can do no harm.</summary>
    bool SafeToRepeat { get; }

    /// <summary>The facts: status, the service's message, attempts and so on.</summary>
    ControlCallDetails Details { get; }

    /// <summary>What happened, to which target at which service, what is now true, and what to do next.</summary>
    string Message { get; }
}
