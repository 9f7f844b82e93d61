namespace ExecutionControl.Client.Calls;

/// <summary>What the requests of one call go by: how often and how long each is tried; a time that is <see langword="null"/> has no limit.</summary>
/// <param name="MaxAttempts">How many attempts are made at most.</param>
/// <param name="AttemptTimeout">How long one may take.</param>
/// <param name="Deadline">How long all of them may take.</param>
internal sealed record CallTerms(int MaxAttempts, TimeSpan? AttemptTimeout, TimeSpan? Deadline)
{
    /// <summary>The application's id of the call.</summary>
    public string? CorrelationId { get; private init; }

    /// <summary>Whether a call that is turned away for its rate ends at once.</summary>
    public bool EndsWhenRateLimited { get; private init; }

    /// <summary>Whether these are for looks.</summary>
    public bool IsLook { get; private init; }

    /// <summary>The terms of the looks at a target that a call makes by itself.</summary>
    public CallTerms ForLooks => IsLook ? this : LookTerms!;

    private CallTerms? LookTerms { get; init; }

    /// <exception cref="ArgumentException">The options are out of their bounds.</exception>
    public static CallTerms Of(ControlRetryOptions retry, CallOptions? options)
    {
        options?.Check();
        var own = new CallTerms(retry.MaxAttempts, OptionValue.Limit(retry.AttemptTimeout), OptionValue.Limit(retry.Deadline))
        {
            CorrelationId = options?.CorrelationId,
            LookTerms = Looks(retry) with { CorrelationId = options?.CorrelationId },
        };
        return own.With(options);
    }

    /// <summary>The terms of a wait, whose every look is tried as the options say.</summary>
    /// <exception cref="ArgumentException">The options are out of their bounds.</exception>
    public static CallTerms OfWait(ControlRetryOptions retry, CallOptions? options)
    {
        options?.Check();
        return Looks(retry).With(options) with { CorrelationId = options?.CorrelationId };
    }

    /// <summary>A quick look at a target: one attempt.</summary>
    private static CallTerms Looks(ControlRetryOptions retry) => new(1, OptionValue.Limit(retry.ObservationTimeout), Deadline: null) { IsLook = true };

    private CallTerms With(CallOptions? options) => options is null ? this : this with
    {
        MaxAttempts = options.MaxAttempts ?? MaxAttempts,
        Deadline = options.Deadline is { } deadline ? OptionValue.Limit(deadline) : Deadline,
        EndsWhenRateLimited = options.EndsWhenRateLimited,
    };
}
