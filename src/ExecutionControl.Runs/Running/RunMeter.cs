namespace ExecutionControl.Runs;

/// <summary>Counts how a run goes.</summary>
/// <param name="counts">How the targets stood before.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunMeter(RunCounts counts, TimeProvider clock)
{
    private const int Seconds = 10;

    private readonly Lock _gate = new();
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly int[] _doneIn = new int[Seconds];
    private readonly long[] _more = new long[Enum.GetValues<TargetOutcome>().Length];
    private RunCounts _counts = counts;
    private long _second;

    private long _tried;
    private long _failed;

    /// <summary>How many have failed in this pass, of how many that say how such targets fare.</summary>
    public (long Failed, long Tried) OfPass
    {
        get
        {
            lock (_gate)
            {
                return (_failed, _tried);
            }
        }
    }

    /// <summary>The same of the run, over all passes and, as of the last look, all workers.</summary>
    public (long Failed, long Tried) OfRun
    {
        get
        {
            lock (_gate)
            {
                return (Total().Failed, _counts.Tried);
            }
        }
    }

    /// <summary>How many are not done.</summary>
    public long Left
    {
        get
        {
            lock (_gate)
            {
                return Total().Left;
            }
        }
    }

    public void Note(TargetResult result)
    {
        lock (_gate)
        {
            _tried += result.Outcome is TargetOutcome.NotSent or TargetOutcome.AlreadySo ? 0 : 1;
            _failed += result.IsFailure ? 1 : 0;
            _more[Enum.IsDefined(result.Outcome) ? (int)result.Outcome : (int)TargetOutcome.Unknown]++;
            Advance();
            _doneIn[_second % Seconds]++;
        }
    }

    /// <summary>How the targets stand as the journal knows it, where others work on them, too.</summary>
    public void Replace(RunCounts now)
    {
        lock (_gate)
        {
            _counts = now;
            Array.Clear(_more);
        }
    }

    public RunProgress Snapshot(int underWay, double? limit)
    {
        lock (_gate)
        {
            Advance();
            var elapsed = clock.GetElapsedTime(_startedAt).TotalSeconds;

            // The second that has just begun would make the rate look low.
            var whole = Math.Min(elapsed, Seconds - 1 + (elapsed - Math.Floor(elapsed)));
            double? rate = elapsed >= 1 ? _doneIn.Sum() / whole : null;
            TimeSpan? left = rate is > 0 && Total().Left / rate.Value is var seconds and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
            return new RunProgress
            {
                Counts = Total(),
                UnderWay = underWay,
                PerSecond = rate,
                LimitPerSecond = limit,
                TimeLeft = left,
            };
        }
    }

    /// <summary>Puts together what each target has added, now that somebody asks. Under the lock.</summary>
    private RunCounts Total()
    {
        for (var outcome = 0; outcome < _more.Length; outcome++)
        {
            if (_more[outcome] > 0)
            {
                _counts = RunCounter.Plus(_counts, (TargetOutcome)outcome, _more[outcome]);
                _more[outcome] = 0;
            }
        }

        return _counts;
    }

    private void Advance()
    {
        var second = (long)clock.GetElapsedTime(_startedAt).TotalSeconds;
        for (var passed = Math.Max(_second + 1, second - Seconds + 1); passed <= second; passed++)
        {
            _doneIn[passed % Seconds] = 0;
        }

        _second = second;
    }
}
