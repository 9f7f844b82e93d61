namespace ExecutionControl.Client.Calls;

/// <summary>How long to wait before the next attempt: the back-off with full jitter under its ceiling, but never less than the service asked for.</summary>
internal sealed class RetryDelay(ControlRetryOptions options, Random random)
{
    /// <summary>The wait after the given attempt, counted from 1.</summary>
    public TimeSpan After(int attempt, TimeSpan? retryAfter)
    {
        var jittered = Jittered(options.BaseDelay, options.MaxDelay, attempt, random);
        return retryAfter is { } floor && floor > jittered ? floor : jittered;
    }

    /// <summary>A time drawn evenly from zero to a ceiling that doubles with every step until <paramref name="max"/>.</summary>
    public static TimeSpan Jittered(TimeSpan first, TimeSpan max, int step, Random random)
    {
        var ceiling = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(step - 1, 62)), max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(ceiling * random.NextDouble());
    }
}
