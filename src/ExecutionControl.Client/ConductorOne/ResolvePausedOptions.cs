namespace ExecutionControl.Client.ConductorOne;

/// <summary>What may be said with a decision about paused executions.</summary>
public sealed class ResolvePausedOptions
{
    /// <summary>Why, for the service's audit row; at most 1024 bytes of UTF-8. Default <see langword="null"/>, for no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Is told after every round. What it throws is logged as a warning, and costs nothing of what was settled. Default <see langword="null"/>,
    /// for nobody.
    /// </summary>
    public IProgress<ResolvePausedProgress>? Progress { get; init; }
}
