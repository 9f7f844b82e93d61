namespace ExecutionControl.Runs;

/// <summary>What is known of the rate that one account's service takes. Not for several threads at once.</summary>
/// <param name="key">The account.</param>
/// <param name="clock">The clock.</param>
internal sealed class ServicePace(string key, TimeProvider clock)
{
    /// <summary>Calls that have to be accepted before a higher rate is tried; doubled with every refusal, as the limit is known better then.</summary>
    private const int FirstStep = 50;

    private const int LastStep = 1600;
    private const double Rise = 1.02;

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private long _periodBegan = clock.GetTimestamp();
    private long _opensAt;
    private long _nextTurn;
    private int _period;
    private int _step = FirstStep / 2;
    private long _accepted;
    private long _acceptedSinceRise;

    /// <summary>The rate; null as long as no call was turned away.</summary>
    public double? PerSecond { get; private set; }

    /// <summary>Takes the next turn, and says how long to wait for it.</summary>
    public (PaceTurn Turn, TimeSpan Wait) Take()
    {
        var now = clock.GetTimestamp();
        var turn = Math.Max(now, _opensAt);
        if (PerSecond is { } perSecond)
        {
            turn = Math.Max(turn, _nextTurn);
            _nextTurn = turn + (long)(clock.TimestampFrequency / perSecond);
        }

        return (new PaceTurn(key, _period), clock.GetElapsedTime(now, turn));
    }

    /// <summary>Whether the gate has not closed since a turn was given.</summary>
    public bool IsOpen(PaceTurn turn) => turn.Period == _period;

    public void Accept()
    {
        _accepted++;
        if (PerSecond is { } perSecond && ++_acceptedSinceRise >= _step)
        {
            _acceptedSinceRise = 0;
            PerSecond = perSecond * Rise;
        }
    }

    /// <summary>Notes a refusal; those of calls that were begun before the gate closed tell nothing new.</summary>
    /// <returns>How long nobody is to call.</returns>
    public TimeSpan Reject(PaceTurn turn, TimeSpan? retryAfter)
    {
        var asked = retryAfter is { } said && said > TimeSpan.Zero ? said : UsualWait;
        var wait = asked < LongestWait ? asked : LongestWait;
        var now = clock.GetTimestamp();
        var opensAt = now + Ticks(wait);
        if (turn.Period == _period)
        {
            var seconds = Math.Max(clock.GetElapsedTime(_periodBegan, opensAt).TotalSeconds, 0.001);
            var taken = Math.Max(_accepted, 1) / seconds;

            // A short period says little; a long one at a steady pace says that the pace was a little too high.
            PerSecond = PerSecond is { } before ? Math.Clamp(taken, before * 0.5, before * 0.97) : taken;
            _period++;
            _step = Math.Min(_step * 2, LastStep);
            _accepted = 0;
            _acceptedSinceRise = 0;
            _opensAt = opensAt;
            _periodBegan = opensAt;
            _nextTurn = opensAt;
        }
        else if (opensAt > _opensAt)
        {
            _opensAt = opensAt;
            _periodBegan = opensAt;
            _nextTurn = Math.Max(_nextTurn, opensAt);
        }

        return wait;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
