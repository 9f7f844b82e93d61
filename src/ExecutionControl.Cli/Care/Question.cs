namespace ExecutionControl.Cli.Care;

/// <summary>What somebody is asked before a command settles many or does what cannot be undone.</summary>
/// <param name="Action">What is about to be done, as a sentence without its end.</param>
/// <param name="Undo">Whether it can be undone, and how.</param>
internal sealed record Question(string Action, string Undo)
{
    /// <summary>Whether it is harmless enough for one target to be done without asking.</summary>
    public bool IsForSeveralOnly { get; init; }

    /// <summary>Where it happens; null for the service that the command talks to.</summary>
    public string? Where { get; init; }

    /// <summary>What the extent is of, such as "paused executions"; null where the target itself is all.</summary>
    public string? ExtentTitle { get; init; }

    /// <summary>Finds out how much a target concerns.</summary>
    public Func<string, CancellationToken, Task<string>>? Extent { get; init; }
}
