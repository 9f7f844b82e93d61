namespace ExecutionControl.Client.Codegen;

/// <summary>Which runs to list; what is <see langword="null"/> keeps all.</summary>
public sealed record AgentRunFilter
{
    /// <summary>Keep runs that this user started.</summary>
    public long? UserId { get; init; }

    /// <summary>Keep runs that were started this way, such as <c>SLACK</c>.</summary>
    public string? SourceType { get; init; }
}
