using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>--decision</c>: what becomes of paused executions.</summary>
internal static class DecisionOption
{
    public static ChoiceOption Create(string description, bool isRequired) =>
        new("--decision", ["run", "cancel"]) { Description = description, Required = isRequired };

    /// <summary>The decision; null when none was typed.</summary>
    public static PausedExecutionDecision? In(ParseResult parseResult, ChoiceOption option) => parseResult.GetValue(option)?.ToUpperInvariant() switch
    {
        "RUN" => PausedExecutionDecision.Run,
        "CANCEL" => PausedExecutionDecision.Cancel,
        _ => null,
    };
}
