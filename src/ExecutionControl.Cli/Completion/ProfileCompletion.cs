using System.CommandLine.Completions;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Profiles;

namespace ExecutionControl.Cli.Completion;

/// <summary>Offers the names of the profiles that there are. A configuration that cannot be read has none.</summary>
/// <param name="host">The process.</param>
internal sealed class ProfileCompletion(CommandHost host)
{
    public IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        try
        {
            return [.. new ProfileFile(host.Variables.Folders, host.Services.Definitions).Read().Names.Select(name => new CompletionItem(name))];
        }
        catch (NotSentException)
        {
            return [];
        }
    }
}
