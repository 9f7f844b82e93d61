namespace ExecutionControl.Cli.Care;

/// <summary>What somebody is asked before a command settles many or does what cannot be undone.</summary>
/// <param name="Action">What is about to be done, as a sentence without its end.</param>
/// <param name="Undo">Whether it can be undone, and how.</param>
internal sealed record Question(string Action, string Undo)
{
    /// <summary>What the extent is of, such as "paused executions".</summary>
    public string ExtentTitle { get; init; } = "extent";

    /// <summary>Finds out how much is concerned; null where one target is all.</summary>
    public Func<CancellationToken, Task<string>>? Extent { get; init; }
}
