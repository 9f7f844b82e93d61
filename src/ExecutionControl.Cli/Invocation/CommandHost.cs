using System.Diagnostics;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Everything that a command gets from outside: the process lends it, or a test.</summary>
internal sealed record CommandHost(
    StandardStreams Streams, TerminationSignals Signals, Variables Variables, TimeProvider TimeProvider, ServiceModules Services)
{
    public GlobalOptions Options { get; } = new(Variables, () => ReadDefaults(Variables, Services));

    /// <summary>What was typed after <c>--</c>: no option, whatever it begins with.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];

    /// <summary>Where somebody can be asked.</summary>
    public IControllingTerminal Terminal { get; init; } = new NoTerminal();

    /// <summary>Lets go of standard output, while the command goes on.</summary>
    public Action EndOutput { get; init; } = static () => { };

    /// <summary>The bytes of the command line, each argument with a zero at its end; null where the system does not tell.</summary>
    public Func<byte[]?> CommandLine { get; init; } = () => null;

    /// <summary>How long somebody has been waiting since the start.</summary>
    public Func<TimeSpan> Age { get; init; } = () => TimeSpan.Zero;

    /// <summary>The folder that relative paths start from; empty for that of the process.</summary>
    public string WorkingFolder { get; init; } = string.Empty;

    /// <summary>How long the writing of the history may hold a command up.</summary>
    public TimeSpan HistoryLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the operating system gave this process.</summary>
    public static CommandHost OfProcess(ServiceModules services) => new(
        ProcessStreams.Open(), TerminationSignals.OfProcess(TimeProvider.System), Variables.OfProcess, TimeProvider.System, services)
    {
        Terminal = new ControllingTerminal(),
        EndOutput = ProcessStreams.EndOutput,
        CommandLine = ReadCommandLine,
        Age = ReadAge,
    };

    // What is wrong with the file is said where an account of it is wanted, and by doctor.
    private static CommandDefaults ReadDefaults(Variables variables, ServiceModules services)
    {
        try
        {
            var defaults = new ProfileFile(variables.Folders, services.Definitions).Read().Defaults;

            // Variables go before the file: an account that was lent for one command must never turn into the sandbox.
            var isAccountGiven = services.Definitions.Settings.Any(setting => setting.Variable is { } name && variables[name] is not null);
            return defaults with { IsSandbox = defaults.IsSandbox && !isAccountGiven };
        }
        catch (NotSentException)
        {
            return new CommandDefaults();
        }
    }

    private static byte[]? ReadCommandLine() => OperatingSystem.IsLinux() ? File.ReadAllBytes("/proc/self/cmdline") : null;

    private static TimeSpan ReadAge()
    {
        using var process = Process.GetCurrentProcess();
        return DateTime.Now - process.StartTime;
    }
}
