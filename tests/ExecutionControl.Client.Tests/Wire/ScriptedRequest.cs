namespace ExecutionControl.Client.Tests.Wire;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ScriptedRequest(int Number, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Which connection it came over, from 1.</summary>
    public int Connection { get; init; }

    public bool IsToken => Path == "/auth/v1/token";
}
