using System.CommandLine;
using ExecutionControl.Cli.Completion;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Targets;

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

    /// <summary>Offers the ids that the service has wherever a command of the group takes one.</summary>
    public CommandGroup CompleteWith(IdCompletion ids)
    {
        foreach (var target in Subcommands.SelectMany(command => command.Arguments).OfType<TargetArgument>())
        {
            target.CompleteWith(ids);
        }

        return this;
    }

    public IReadOnlyList<ExitCode> ExitCodes => [];
}
