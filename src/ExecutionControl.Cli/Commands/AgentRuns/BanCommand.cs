using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.AgentRuns;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs ban</c>.</summary>
internal sealed class BanCommand(CommandHost host) : AgentRunCommand<CardRange>(
    host,
    new BanAgentRun(),
    "Stop every agent on the pull request of an agent run, and let later checks of it start none. Codegen has no other stop.",
    "An agent run on the pull request that is meant: a positive whole number.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs ban 102",
        "ectl agent-runs ban 102 104",
        "ectl agent-runs ban 102 --dry-run",
        "ectl --sandbox agent-runs ban 102 --output json",
    ];
}
