namespace ExecutionControl.Client.Calls;

/// <summary>What the requests of one call go by.</summary>
/// <param name="Limits">How often and how long each is tried.</param>
/// <param name="LookLimits">The same for looks at a target that the call makes by itself.</param>
internal sealed record CallTerms(CallLimits Limits, CallLimits LookLimits)
{
    /// <summary>The application's id of the call.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Whether these are for looks.</summary>
    public bool IsLook { get; init; }

    /// <summary>The terms of the looks that a call makes by itself.</summary>
    public CallTerms ForLooks => this with { Limits = LookLimits, IsLook = true };

    /// <exception cref="ArgumentException">The options are out of their bounds.</exception>
    public static CallTerms Of(ControlRetryOptions retry, CallOptions? options) => new(With(CallLimits.From(retry), options), CallLimits.Observation(retry))
    {
        CorrelationId = options?.CorrelationId,
    };

    /// <summary>The terms of a wait, whose every look is tried as the options say.</summary>
    /// <exception cref="ArgumentException">The options are out of their bounds.</exception>
    public static CallTerms OfWait(ControlRetryOptions retry, CallOptions? options)
    {
        var looks = With(CallLimits.Observation(retry), options);
        return new CallTerms(looks, looks) { CorrelationId = options?.CorrelationId, IsLook = true };
    }

    private static CallLimits With(CallLimits own, CallOptions? options)
    {
        options?.Check();
        return own with
        {
            MaxAttempts = options?.MaxAttempts ?? own.MaxAttempts,
            Deadline = options?.Deadline is { } deadline ? OptionValue.Limit(deadline) : own.Deadline,
        };
    }
}
