namespace ExecutionControl.Client.Resilience;

/// <summary>How often and how long one call is tried.</summary>
internal sealed record CallLimits(int MaxAttempts, TimeSpan AttemptTimeout, TimeSpan? Deadline)
{
    /// <summary>A quick look at a target: one attempt, ten seconds.</summary>
    public static CallLimits Look { get; } = new(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    public static CallLimits From(ControlRetryOptions options) => new(options.MaxAttempts, options.AttemptTimeout, options.Deadline);
}
