using ExecutionControl.Client;

namespace ExecutionControl.Cli.ExitCodes;

/// <summary>Maps what ended a control call to the exit code that stands for it.</summary>
internal static class ExitCodeMapping
{
    /// <summary>The exit code of a call that failed.</summary>
    public static ExitCode Of(ControlCallException exception) => exception switch
    {
        ControlCallRefusedException refused => Of(refused.Reason),
        _ => Of(exception.Outcome),
    };

    /// <summary>The exit code of an outcome that nothing more is known of.</summary>
    public static ExitCode Of(ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Applied or ControlOutcome.AlreadySo => ExitCode.Success,
        ControlOutcome.Partial => ExitCode.Partial,
        ControlOutcome.Refused => ExitCode.Refused,
        ControlOutcome.NotApplied => ExitCode.NotApplied,
        _ => ExitCode.Unknown,
    };

    private static ExitCode Of(RefusalReason reason) => reason switch
    {
        RefusalReason.Authentication or RefusalReason.Permission => ExitCode.Credentials,
        RefusalReason.NotFound => ExitCode.NotFound,
        _ => ExitCode.Refused,
    };
}
