namespace ExecutionControl.Reference;

/// <summary>
/// The clock of one server: it runs with the clock of <see cref="ReferenceServerOptions.TimeProvider"/> until it is frozen, advanced or set.
/// Everything the services do follows it: states that change with time, lifetimes of tokens, timestamps.
/// </summary>
public sealed class ReferenceServerClock : TimeProvider
{
    // Between these all times that the services hold or answer can be told, a century before and after included.
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly TimeProvider _source;
    private readonly HashSet<ClockTimer> _timers = [];

    // Exchanged whole: whoever asks for the time, which each request does several times, waits for nobody.
    private volatile Setting _setting = new(TimeSpan.Zero, FrozenAt: null);

    internal ReferenceServerClock(TimeProvider source) => _source = source;

    /// <summary>Whether it stands still.</summary>
    public bool IsFrozen => _setting.FrozenAt is not null;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var setting = _setting;
        return setting.FrozenAt ?? (_source.GetUtcNow() + setting.Offset);
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Lets it stand still. Frozen, it moves by <see cref="Advance"/> and <see cref="Set"/> alone.</summary>
    public void Freeze() => Change(setting => setting with { FrozenAt = setting.FrozenAt ?? (_source.GetUtcNow() + setting.Offset) });

    /// <summary>Lets it run again from where it stands.</summary>
    public void Resume() => Change(setting => setting.FrozenAt is { } frozenAt ? new Setting(frozenAt - _source.GetUtcNow(), FrozenAt: null) : setting);

    /// <summary>Puts it forward, whether it is frozen or not.</summary>
    /// <param name="by">By how much; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It would go back, or beyond the beginning of the year 9000.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by, Latest - GetUtcNow());
        Change(setting => new Setting(setting.Offset + by, setting.FrozenAt + by));
    }

    /// <summary>Sets it to a time, which may lie in the past.</summary>
    /// <param name="now">The time, from 1970 to the beginning of the year 9000.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies before or behind these.</exception>
    public void Set(DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(now, Latest);
        Change(setting => new Setting(now - _source.GetUtcNow(), setting.FrozenAt is null ? null : now));
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Change(Func<Setting, Setting> change)
    {
        lock (_gate)
        {
            _setting = change(_setting);
            foreach (var timer in _timers)
            {
                timer.Arm();
            }
        }
    }

    /// <param name="Offset">How far it is ahead of its source while it runs.</param>
    /// <param name="FrozenAt">Where it stands; null while it runs.</param>
    private sealed record Setting(TimeSpan Offset, DateTimeOffset? FrozenAt);

    /// <summary>A timer that is armed with the real clock for as long as this one runs.</summary>
    private sealed class ClockTimer(ReferenceServerClock clock, Action callback) : ITimer
    {
        private ITimer? _armed;
        private DateTimeOffset _dueAt;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    Disarm();
                    return true;
                }

                _dueAt = clock.GetUtcNow() + dueTime;
                clock._timers.Add(this);
                Arm();
            }

            return true;
        }

        public void Arm()
        {
            _armed?.Dispose();
            _armed = null;
            var wait = _dueAt - clock.GetUtcNow();
            if (wait <= TimeSpan.Zero)
            {
                _armed = System.CreateTimer(_ => Fire(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
            else if (!clock.IsFrozen)
            {
                _armed = clock._source.CreateTimer(_ => Fire(), null, wait, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                Disarm();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Disarm()
        {
            clock._timers.Remove(this);
            _armed?.Dispose();
            _armed = null;
        }

        private void Fire()
        {
            lock (clock._gate)
            {
                // It may have been put away while this was on its way.
                if (!clock._timers.Contains(this))
                {
                    return;
                }

                // The clock was set back, or the machine's timer came early by the fraction of a millisecond that such timers are off.
                if (_dueAt > clock.GetUtcNow())
                {
                    Arm();
                    return;
                }

                if (_period > TimeSpan.Zero)
                {
                    _dueAt += _period;
                    Arm();
                }
                else
                {
                    Disarm();
                }
            }

            callback();
        }
    }
}
