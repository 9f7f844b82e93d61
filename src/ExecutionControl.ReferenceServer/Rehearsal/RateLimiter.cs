namespace ExecutionControl.Reference.Rehearsal;

/// <summary>Lets so many requests of a token through in a window that moves with the time.</summary>
internal sealed class RateLimiter(int limit, TimeSpan window, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _admitted = new(StringComparer.Ordinal);

    /// <summary>Codegen's: 60 requests in 30 s for each token.</summary>
    public static RateLimiter Codegen(TimeProvider timeProvider) => new(60, TimeSpan.FromSeconds(30), timeProvider);

    /// <summary>Whether it is in force.</summary>
    public bool IsOn { get; set; }

    /// <summary>Counts a request, if it may pass. One that is turned away does not count against later ones.</summary>
    public bool TryPass(string token)
    {
        var now = timeProvider.GetUtcNow();
        lock (_gate)
        {
            if (!IsOn)
            {
                return true;
            }

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
