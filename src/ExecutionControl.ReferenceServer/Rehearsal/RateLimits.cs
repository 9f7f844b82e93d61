namespace ExecutionControl.Reference.Rehearsal;

/// <summary>The services' rate limits, in force or not, all together.</summary>
internal sealed class RateLimits(TimeProvider timeProvider)
{
    private volatile bool _isOn;

    /// <summary>Whether they are in force.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>Makes a service's limit: so many requests of a token in a window that moves with the time.</summary>
    public RateLimiter PerToken(int limit, TimeSpan window) => new(this, limit, window, timeProvider);
}

/// <summary>Lets so many requests of a token through in a window that moves with the time.</summary>
internal sealed class RateLimiter(RateLimits limits, int limit, TimeSpan window, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _admitted = new(StringComparer.Ordinal);

    /// <summary>Counts a request, if it may pass. One that is rejected does not count against later ones.</summary>
    public bool TryPass(string token)
    {
        if (!limits.IsOn)
        {
            return true;
        }

        var now = timeProvider.GetUtcNow();
        lock (_gate)
        {
            if (!_admitted.TryGetValue(token, out var times))
            {
                _admitted[token] = times = new Queue<DateTimeOffset>(limit);
            }

            while (times.TryPeek(out var oldest) && oldest + window <= now)
            {
                times.Dequeue();
            }

            if (times.Count >= limit)
            {
                return false;
            }

            times.Enqueue(now);
            return true;
        }
    }
}
