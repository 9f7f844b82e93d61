using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.AgentRuns;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs unban</c>.</summary>
internal sealed class UnbanCommand(CommandHost host) : AgentRunCommand<CardRange>(
    host,
    new UnbanAgentRun(),
    "Take a ban back, so that later checks of the pull request may start agents again. What was stopped stays stopped.",
    "An agent run on the pull request that is meant: a positive whole number.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs unban 102",
        "ectl --sandbox agent-runs unban 102 --output json",
    ];
}
