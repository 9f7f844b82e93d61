using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;

namespace ExecutionControl.Cli.Commands.Help;

/// <summary>Prints a command's usage, then examples and the exit codes that it can give.</summary>
internal sealed class CommandHelpAction : SynchronousCommandLineAction
{
    private readonly HelpAction _usage = new();

    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _usage.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IDocumentedCommand documented)
        {
            var output = parseResult.InvocationConfiguration.Output;
            Section(output, "Examples:", documented.Examples.Select(example => $"  {example}"));
            Section(output, "Exit codes:", documented.ExitCodes.Select(ExitCodeText.Row));
        }

        return (int)ExitCode.Success;
    }

    private static void Section(TextWriter output, string title, IEnumerable<string> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
        {
            return;
        }

        output.WriteLine(title);
        lines.ForEach(output.WriteLine);
        output.WriteLine();
    }
}
