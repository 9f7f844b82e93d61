namespace ExecutionControl.Client.Tests.Time;

/// <summary>
/// A clock that nobody waits for: a wait shorter than <c>timeLimitFrom</c> is noted and over at once, with the clock turned
/// by its length. Longer timers are time limits: they run out when the test says so.
/// </summary>
internal sealed class TurnedClock(TimeSpan? timeLimitFrom = null) : TimeProvider
{
    private readonly TimeSpan _timeLimitFrom = timeLimitFrom ?? TimeSpan.FromMinutes(20);
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<TurnedTimer> _limits = [];
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What happens when a wait begins. Where it is set, no wait is ever over.</summary>
    public Action? WaitBegins { get; init; }

    /// <summary>The waits so far, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Turns the clock; time limits that end until then run out.</summary>
    public void Turn(TimeSpan time)
    {
        List<TurnedTimer> due;
        lock (_gate)
        {
            _now += time;
            due = _limits.FindAll(timer => timer.EndsAt <= _now);
            _limits.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TurnedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Schedule(TurnedTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _limits.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            if (dueTime >= _timeLimitFrom)
            {
                timer.EndsAt = _now + dueTime;
                _limits.Add(timer);
                return;
            }

            _waits.Add(dueTime);
            if (WaitBegins is null)
            {
                _now += dueTime;
            }
        }

        if (WaitBegins is { } waitBegins)
        {
            ThreadPool.QueueUserWorkItem(static begins => begins(), waitBegins, preferLocal: false);
            return;
        }

        ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), timer, preferLocal: false);
    }

    private void Forget(TurnedTimer timer)
    {
        lock (_gate)
        {
            _limits.Remove(timer);
        }
    }

    private sealed class TurnedTimer(TurnedClock clock, Action fire) : ITimer
    {
        public DateTimeOffset EndsAt { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
