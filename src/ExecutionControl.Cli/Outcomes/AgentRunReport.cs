namespace ExecutionControl.Cli.Outcomes;

/// <summary>An agent run as Codegen answered it; ids as text, so that no reader rounds them.</summary>
internal sealed record AgentRunReport(string Id, string OrganizationId, string? Status, string? WebUrl);
