using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Invocation;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>--organization</c>: whose agent runs are meant.</summary>
internal static class OrganizationOption
{
    private const string Name = "--organization";

    public static NumberOption Create() => new(Name, "Codegen's number of the organization. Default: CODEGEN_ORG_ID.", "organization");

    /// <summary>The organization that was typed, whatever the command; null where none was, or what was is none.</summary>
    public static long? TypedIn(ParseResult parseResult) =>
        parseResult.CommandResult.Command.Options.OfType<NumberOption>().FirstOrDefault(option => option.Name == Name) is { } option
        && parseResult.GetResult(option) is { Tokens: [var token, ..] }
        && long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
