namespace ExecutionControl.Runs;

/// <summary>What is known of the rate that one account's service takes. Not for several threads at once.</summary>
/// <param name="key">The account.</param>
/// <param name="clock">The clock.</param>
internal sealed class ServicePace(string key, TimeProvider clock)
{
    /// <summary>Calls that have to be accepted before a higher rate is tried; doubled with every refusal, as the limit is known better then.</summary>
    private const int FirstStep = 50;

    /// <summary>The same where the service has taken far more before: what held it down may be over.</summary>
    private const int ShortStep = 8;

    private const int LastStep = 1600;
    private const double Rise = 1.02;
    private const double FastRise = 1.05;

    /// <summary>After so many rises without a refusal the limit is farther away than was thought, and is looked for faster.</summary>
    private const int ManyRises = 8;

    /// <summary>What an older measurement is worth when a newer one is lower.</summary>
    private const double Fading = 0.95;

    private const double FarBelow = 0.5;

    /// <summary>Longer is not waited for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    /// <summary>The wait grows up to this while nothing is accepted, unless the service asks for more.</summary>
    private static readonly TimeSpan LongestOwnWait = TimeSpan.FromMinutes(1);

    private static readonly double LeastPerSecond = 1 / LongestWait.TotalSeconds;

    private long _periodBegan = clock.GetTimestamp();
    private long _opensAt;
    private long _nextTurn;
    private int _period;
    private int _step = FirstStep / 2;
    private int _rises;
    private int _refusedInVain;
    private double _taken;
    private long _accepted;
    private long _acceptedSinceRise;

    /// <summary>The account.</summary>
    public string Key { get; } = key;

    /// <summary>The rate; null as long as no call was turned away.</summary>
    public double? PerSecond { get; private set; }

    private bool IsFarBelow => PerSecond < _taken * FarBelow;

    /// <summary>Whether a call may have to wait.</summary>
    public bool IsLimited => PerSecond is not null;

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

        return (new PaceTurn(Key, _period), clock.GetElapsedTime(now, turn));
    }

    /// <summary>Takes a turn where no call was ever turned away.</summary>
    public bool TryTake(out PaceTurn turn)
    {
        turn = new PaceTurn(Key, _period);
        return _period == 0;
    }

    /// <summary>Whether the gate has not closed since a turn was given.</summary>
    public bool IsOpen(PaceTurn turn) => turn.Period == _period;

    public void Accept()
    {
        _accepted++;
        _refusedInVain = 0;
        if (PerSecond is { } perSecond && ++_acceptedSinceRise >= _step)
        {
            _acceptedSinceRise = 0;
            _rises++;
            PerSecond = perSecond * (IsFarBelow ? FastRise : Rise);
            _step = IsFarBelow ? ShortStep
                : _rises > ManyRises ? Math.Max(_step / 2, FirstStep / 2)
                : Math.Max(_step, FirstStep / 2);
        }
    }

    /// <summary>Notes a refusal; those of calls that were begun before the gate closed tell nothing new.</summary>
    /// <returns>How long nobody is to call.</returns>
    public TimeSpan Reject(PaceTurn turn, TimeSpan? retryAfter)
    {
        var asked = retryAfter is { } said && said > TimeSpan.Zero ? said : UsualWait;
        var wait = asked < LongestWait ? asked : LongestWait;
        if (turn.Period == _period && _accepted == 0)
        {
            // Nothing is taken at all: that says nothing about the rate, only that it takes longer.
            var own = wait * Math.Pow(2, Math.Min(_refusedInVain++, 10));
            wait = own < LongestOwnWait ? own : wait > LongestOwnWait ? wait : LongestOwnWait;
        }

        var now = clock.GetTimestamp();
        var opensAt = now + Ticks(wait);
        if (turn.Period == _period)
        {
            NoteRate(Math.Max(clock.GetElapsedTime(_periodBegan, opensAt).TotalSeconds, 0.001));
            _period++;
            _rises = 0;
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

    private void NoteRate(double seconds)
    {
        if (_accepted == 0)
        {
            if (PerSecond is null)
            {
                PerSecond = 1 / UsualWait.TotalSeconds;
                _step = ShortStep;
            }

            return;
        }

        var taken = _accepted / seconds;
        _taken = Math.Max(taken, _taken * Fading);

        // A short period says little; a long one at a steady pace says that the pace was a little too high.
        // What was taken in a whole step before the last rise is not far from what is taken.
        var least = _rises > 0 ? 0.9 : 0.5;
        PerSecond = Math.Max(PerSecond is { } before ? Math.Clamp(taken, before * least, before * 0.97) : taken, LeastPerSecond);
        _step = IsFarBelow ? ShortStep : Math.Min(_step * 2, LastStep);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
