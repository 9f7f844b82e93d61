using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.InProcess;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>The commands as ectl itself builds them.</summary>
internal static class CommandTree
{
    /// <summary>The root command.</summary>
    public static RootCommand Root { get; } = new EctlRootCommand(new CommandHost(
        StandardStreams.Silent(new TextInput([])),
        new TerminationSignals(TimeProvider.System),
        new Variables(_ => null),
        TimeProvider.System,
        Composition.Services));

    /// <summary>The root and everything below it, in the order of the help.</summary>
    public static IEnumerable<Command> All => Below(Root);

    /// <summary>The command as it is typed.</summary>
    public static string PathOf(Command command) =>
        command is RootCommand ? "ectl" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static IEnumerable<Command> Below(Command command) =>
        command.Subcommands.Where(child => !child.Hidden).SelectMany(Below).Prepend(command);
}
