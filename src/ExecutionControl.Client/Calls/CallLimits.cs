namespace ExecutionControl.Client.Calls;

/// <summary>How often and how long one call is tried; a time that is <see langword="null"/> has no limit.</summary>
internal sealed record CallLimits(int MaxAttempts, TimeSpan? AttemptTimeout, TimeSpan? Deadline)
{
    /// <summary>A quick look at a target: one attempt.</summary>
    public static CallLimits Observation(ControlRetryOptions options) => new(1, OptionValue.Limit(options.ObservationTimeout), Deadline: null);

    public static CallLimits From(ControlRetryOptions options) => 
        new(options.MaxAttempts, OptionValue.Limit(options.AttemptTimeout), OptionValue.Limit(options.Deadline));
}
