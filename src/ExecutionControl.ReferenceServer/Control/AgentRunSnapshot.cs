namespace ExecutionControl.Reference;

/// <summary>A Codegen agent run at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status, such as <c>PAUSED</c>.</param>
/// <param name="PromptCount">How many prompts it was given; each seeded run has one.</param>
public sealed record AgentRunSnapshot(long Id, string Status, long PromptCount);
