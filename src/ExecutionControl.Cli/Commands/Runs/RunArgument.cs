using System.CommandLine;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary>The run that is meant: its id, or as much of the beginning as tells it from all others.</summary>
internal static class RunArgument
{
    public const string Name = "run";

    /// <summary>Makes the argument of a command.</summary>
    /// <param name="fallback">Which run is meant where none is named, as the rest of a sentence; null where one must be.</param>
    public static Argument<string?> Create(string? fallback) => new(Name)
    {
        Description = "The run: its id, or the beginning of it." + (fallback is null ? string.Empty : $" Default: {fallback}."),
        HelpName = Name,
        Arity = fallback is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };
}
