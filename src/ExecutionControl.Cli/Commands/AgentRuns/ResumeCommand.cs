using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.AgentRuns;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs resume</c>.</summary>
internal sealed class ResumeCommand : AgentRunCommand<ResumeInput>
{
    public ResumeCommand(CommandHost host)
        : this(host, new ResumeAgentRun())
    {
    }

    private ResumeCommand(CommandHost host, ResumeAgentRun operation)
        : base(
            host,
            operation,
            "Resume a paused agent run with a prompt. Every accepted call adds a prompt: ectl never sends it a second time by itself.",
            "The agent run to resume: a positive whole number.")
    {
        Validators.Add(result =>
        {
            if (operation.IsPromptOnStandardInput(result)
                && result.GetResult(Target)?.Tokens.Any(token => token.Value == TargetArgument.StandardInput) is true)
            {
                result.AddError("Standard input holds either the ids or the prompt: - stands in one of the two places only.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs resume 101 --prompt \"go on, but leave the database alone\"",
        "ectl agent-runs resume 101 --prompt \"make it look like this\" --image sketch.png",
        "ectl agent-runs resume 101 --prompt - --wait < review.txt",
    ];
}
