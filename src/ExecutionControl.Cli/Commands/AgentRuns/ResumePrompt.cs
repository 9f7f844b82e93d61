namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary>What agent runs are told.</summary>
/// <param name="Text">The prompt.</param>
/// <param name="Images">Images as data URIs; null for none.</param>
internal sealed record ResumePrompt(string Text, IReadOnlyList<string>? Images);
