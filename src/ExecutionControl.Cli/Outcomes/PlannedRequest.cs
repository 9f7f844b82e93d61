namespace ExecutionControl.Cli.Outcomes;

/// <summary>A request that would be sent, without its secrets.</summary>
internal sealed record PlannedRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body);
