namespace ExecutionControl.Client.Http;

/// <summary>A token as requests carry it, and as it is kept out of everything else. Its <see cref="ToString"/> does not show it.</summary>
internal sealed class BearerToken(string value)
{
    /// <summary>The header's text.</summary>
    public string Authorization { get; } = $"Bearer {value}";

    /// <summary>Takes the token out of what a service says.</summary>
    public Redaction Redaction { get; } = new(value);

    public override string ToString() => "BearerToken (hidden)";
}
