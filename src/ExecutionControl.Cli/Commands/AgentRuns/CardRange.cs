namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary>Which agents on a pull request are meant, in Codegen's order of cards; null where there is no limit.</summary>
internal sealed record CardRange(string? Before, string? After);
