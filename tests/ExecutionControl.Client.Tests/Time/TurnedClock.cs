using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Client.Tests.Time;

/// <summary>
/// A clock that nobody waits for: a wait shorter than <c>timeLimitFrom</c> is noted and over at once, with the clock advanced
/// by its length. Longer timers, and those that cancel something, are time limits: they run out when the clock is advanced past them.
/// </summary>
internal sealed class TurnedClock(TimeSpan? timeLimitFrom = null) : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly TimeSpan _timeLimitFrom = timeLimitFrom ?? TimeSpan.FromMinutes(20);
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];

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

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new NotedTimer(
            this,
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
            isTimeLimit: state is CancellationTokenSource);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool IsWait(TimeSpan dueTime) => dueTime != Timeout.InfiniteTimeSpan && dueTime < _timeLimitFrom;

    private void Note(TimeSpan wait)
    {
        lock (_gate)
        {
            _waits.Add(wait);
        }
    }

    private sealed class NotedTimer(TurnedClock clock, ITimer timer, bool isTimeLimit) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (isTimeLimit || !clock.IsWait(dueTime))
            {
                return timer.Change(dueTime, period);
            }

            clock.Note(dueTime);
            if (clock.WaitBegins is { } waitBegins)
            {
                ThreadPool.QueueUserWorkItem(static begins => begins(), waitBegins, preferLocal: false);
                return true;
            }

            var isChanged = timer.Change(dueTime, period);
            ThreadPool.QueueUserWorkItem(static wait => wait.Clock.Advance(wait.Length), (Clock: clock, Length: dueTime), preferLocal: false);
            return isChanged;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
