using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Invocation;

/// <summary>How a list ends that is read from the journal, and from no service.</summary>
internal static class JournalListExitCodes
{
    public static IReadOnlyList<ExitCode> All { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.NotFound, ExitCode.Partial,
        ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];
}
