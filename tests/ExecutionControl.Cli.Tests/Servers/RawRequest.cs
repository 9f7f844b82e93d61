namespace ExecutionControl.Cli.Tests.Servers;

/// <summary>One request as it came over the wire.</summary>
public sealed record RawRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
