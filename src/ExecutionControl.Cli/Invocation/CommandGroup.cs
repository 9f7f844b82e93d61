using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that only holds others.</summary>
internal sealed class CommandGroup : Command, IDocumentedCommand
{
    public CommandGroup(string name, string description, params IReadOnlyList<EctlCommand> commands)
        : base(name, description)
    {
        foreach (var command in commands)
        {
            Add(command);
        }

        Examples = [.. commands.SelectMany(command => command.Examples.Take(1))];
    }

    public IReadOnlyList<string> Examples { get; }

    public IReadOnlyList<ExitCode> ExitCodes => [];
}
