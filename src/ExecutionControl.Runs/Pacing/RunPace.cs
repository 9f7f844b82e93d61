using System.Collections.Concurrent;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>
/// Lets calls begin at the pace that a person asked for, and that a service takes: when one is turned away for its rate, all of them wait, and go
/// on at the rate at which the service had accepted before. From there it rises slowly, so that a higher limit is found without many refusals.
/// </summary>
/// <param name="rate">What a person asked for; null for no limit.</param>
/// <param name="shared">A rate that workers elsewhere go by, too; null for this process alone.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunPace(RunRate? rate, ISharedPace? shared, TimeProvider clock)
{
    private const string WholeRun = "";
    private const int TooManyRequests = 429;

    /// <summary>A service that goes on turning a call away, however slowly it comes, takes none.</summary>
    private const int MostRejections = 20;

    /// <summary>No timer of the system lasts longer than some weeks.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServicePace> _services = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ControlService, string), string> _keys = new();
    private volatile KnownKey? _lastKey;
    private ServicePace? _lastPace;
    private long _nextTurn = clock.GetTimestamp();

    /// <summary>The rate that an account is held to now; null where nothing limits it.</summary>
    public double? LimitPerSecond
    {
        get
        {
            lock (_gate)
            {
                double? found = null;
                foreach (var pace in _services.Values)
                {
                    found = pace.PerSecond is { } own ? Math.Max(found ?? 0, own) : found;
                }

                return rate is { } asked ? Math.Min(found ?? double.MaxValue, asked.PerSecond) : found;
            }
        }
    }

    /// <summary>Whether a call was turned away for its rate, and is to be made again when its service takes calls.</summary>
    public static bool IsWorthWaitingFor(TargetResult result, int rejections) =>
        result is { Outcome: TargetOutcome.NotApplied, StatusCode: TooManyRequests, IsCanceled: false }
        && rejections < MostRejections
        && !IsTooLong(result);

    /// <summary>Whether a service asked to be left alone for longer than anybody waits.</summary>
    public static bool IsTooLong(TargetResult result) => result.StatusCode == TooManyRequests && result.RetryAfter > ServicePace.LongestWait;

    /// <summary>Whose rate a target's calls count against.</summary>
    public string KeyOf(PlannedTarget target)
    {
        // Mostly that of the target before, with the same text in its hands.
        if (_lastKey is not { } last || last.Service != target.Operation.Service || !ReferenceEquals(last.Account, target.Account))
        {
            var key = _keys.GetOrAdd((target.Operation.Service, target.Account), static account => $"{account.Item1}/{account.Item2}");
            _lastKey = last = new KnownKey(target.Operation.Service, target.Account, key);
        }

        return last.Key;
    }

    /// <summary>Whether a call may have to wait for its turn.</summary>
    public bool IsLimited(string key)
    {
        lock (_gate)
        {
            return rate is not null || PaceOf(key).IsLimited;
        }
    }

    /// <summary>Whether a turn is still good: no call was turned away since it was given.</summary>
    public bool IsOpen(PaceTurn turn)
    {
        lock (_gate)
        {
            return PaceOf(turn.Key).IsOpen(turn);
        }
    }

    /// <summary>Takes a turn where nothing limits calls, so that there is nothing to wait for.</summary>
    public bool TryTake(string key, out PaceTurn turn)
    {
        turn = default;
        if (rate is not null || shared is not null)
        {
            return false;
        }

        lock (_gate)
        {
            return PaceOf(key).TryTake(out turn);
        }
    }

    /// <summary>Waits until a call may begin.</summary>
    /// <param name="key">The account.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The turn, which is to be told how the call ended.</returns>
    public async Task<PaceTurn> WaitAsync(string key, CancellationToken cancellationToken)
    {
        if (rate is { } asked)
        {
            var wait = shared is null
                ? TakeTurn(asked.Interval)
                : await shared.ReserveAsync(WholeRun, 1, asked.Interval, cancellationToken).ConfigureAwait(false);
            await DelayAsync(wait, cancellationToken).ConfigureAwait(false);
        }

        return await WaitForLookAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a look may begin: the rate that a person asked for is one of targets, and does not count it.</summary>
    /// <param name="key">The account.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The turn, which is to be told how the look ended.</returns>
    public async Task<PaceTurn> WaitForLookAsync(string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            PaceTurn turn;
            TimeSpan wait;
            lock (_gate)
            {
                (turn, wait) = PaceOf(key).Take();
            }

            if (shared is not null)
            {
                var elsewhere = await shared.ReserveAsync(key, 0, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                wait = elsewhere > wait ? elsewhere : wait;
            }

            await DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                // The gate may have closed while this one waited for its turn.
                if (PaceOf(key).IsOpen(turn))
                {
                    return turn;
                }
            }
        }
    }

    /// <summary>Notes that a call ended otherwise than by its rate.</summary>
    public void Accept(PaceTurn turn)
    {
        lock (_gate)
        {
            PaceOf(turn.Key).Accept();
        }
    }

    /// <summary>Notes that a call was turned away for its rate.</summary>
    public async Task RejectAsync(PaceTurn turn, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            wait = PaceOf(turn.Key).Reject(turn, retryAfter);
        }

        if (shared is not null)
        {
            await shared.CloseAsync(turn.Key, wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private ServicePace PaceOf(string key)
    {
        if (_lastPace is not { } last || !ReferenceEquals(last.Key, key))
        {
            _lastPace = last = _services.TryGetValue(key, out var pace) ? pace : _services[key] = new ServicePace(key, clock);
        }

        return last;
    }

    private TimeSpan TakeTurn(TimeSpan interval)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var turn = Math.Max(now, _nextTurn);
            _nextTurn = turn + (long)(interval.TotalSeconds * clock.TimestampFrequency);
            return clock.GetElapsedTime(now, turn);
        }
    }

    private async ValueTask DelayAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        for (; wait > TimeSpan.Zero; wait -= LongestDelay)
        {
            await Task.Delay(wait < LongestDelay ? wait : LongestDelay, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record KnownKey(ControlService Service, string Account, string Key);
}

/// <summary>A turn to call a service.</summary>
/// <param name="Key">The account.</param>
/// <param name="Period">How often it had been turned away when the turn was given: a later refusal of the same period tells nothing new.</param>
internal readonly record struct PaceTurn(string Key, int Period);
