namespace ExecutionControl.Reference;

/// <summary>What opens the Kubiya part of a reference server.</summary>
public sealed class KubiyaCredentials
{
    internal KubiyaCredentials(string apiKey) => ApiKey = apiKey;

    /// <summary>The API key, good as <c>Bearer</c> and as <c>UserKey</c>.</summary>
    public string ApiKey { get; }

    /// <summary>Says that there is a key, never which.</summary>
    public override string ToString() => "Kubiya API key";
}
