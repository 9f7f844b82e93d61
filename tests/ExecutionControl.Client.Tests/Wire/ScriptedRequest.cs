namespace ExecutionControl.Client.Tests.Wire;

/// <summary>A request as it came over the wire.</summary>
internal sealed record RecordedRequest(int Number, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool IsToken => Path == "/auth/v1/token";
}
