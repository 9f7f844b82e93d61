using System.Globalization;

namespace ExecutionControl.Reference;

/// <summary>The faults that a server rehearses at the moment. They can be changed while it serves.</summary>
public sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private int _seed;
    private int _lastNumber;
    private volatile bool _isEmpty = true;

    internal FaultRules(int seed, IReadOnlyList<string> operations)
    {
        _seed = seed;
        Operations = operations;
    }

    /// <summary>Where chance comes from. The same seed and rules make the same run again.</summary>
    public int Seed
    {
        get
        {
            lock (_gate)
            {
                return _seed;
            }
        }
    }

    /// <summary>Whether no rule is in force.</summary>
    internal bool IsEmpty => _isEmpty;

    /// <summary>The names that a rule's operation may have.</summary>
    internal IReadOnlyList<string> Operations { get; }

    /// <summary>All rules with what they have done so far, in their order.</summary>
    public IReadOnlyList<FaultRuleStatus> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(entry => new FaultRuleStatus(entry.Id, entry.Rule, entry.Matched, entry.Struck))];
            }
        }
    }

    /// <summary>Puts a rule in force, after those that are.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The rule makes no sense; the message says why.</exception>
    public string Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var isChecked = rule.Checked(Operations);
        lock (_gate)
        {
            var entry = new Entry(++_lastNumber, isChecked);
            _entries.Add(entry);
            _isEmpty = false;
            return entry.Id;
        }
    }

    /// <summary>Takes a rule out of force.</summary>
    /// <param name="id">The id that <see cref="Add"/> gave it.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            var wasThere = _entries.RemoveAll(entry => string.Equals(entry.Id, id, StringComparison.Ordinal)) > 0;
            _isEmpty = _entries.Count == 0;
            return wasThere;
        }
    }

    /// <summary>Takes all rules out of force. Numbers and chance begin anew, so that the same rules added again do the same again.</summary>
    /// <param name="seed">Another seed; null keeps the present one.</param>
    public void Clear(int? seed = null)
    {
        lock (_gate)
        {
            _entries.Clear();
            _isEmpty = true;
            _lastNumber = 0;
            _seed = seed ?? _seed;
        }
    }

    internal FaultDecision Decide(FaultMoment moment, string operation, string? target)
    {
        lock (_gate)
        {
            var decision = FaultDecision.None;
            foreach (var entry in _entries)
            {
                if (!entry.Fits(moment, operation, target) || !entry.Strikes(_seed))
                {
                    continue;
                }

                decision = decision with { Delay = decision.Delay + entry.Delay(_seed) };
                if (entry.Rule.HasEffect)
                {
                    return decision with { RuleId = entry.Id, Rule = entry.Rule };
                }
            }

            return decision;
        }
    }

    private sealed class Entry(int number, FaultRule rule)
    {
        private const int WhetherToStrike = 0;
        private const int HowLongToDelay = 1;

        public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"rule-{number}");

        public FaultRule Rule { get; } = rule;

        public long Matched { get; private set; }

        public long Struck { get; private set; }

        public bool Fits(FaultMoment moment, string operation, string? target) =>
            Rule.Moment == moment
            && !(Struck >= Rule.Times)
            && (Rule.Operation is null || string.Equals(Rule.Operation, operation, StringComparison.Ordinal))
            && (Rule.Target is null || string.Equals(Rule.Target, target, StringComparison.Ordinal));

        public bool Strikes(int seed)
        {
            Matched++;
            var strikes = SeededRandom.Next(seed, number, Matched, WhetherToStrike) * 100 < Rule.Percent;
            Struck += strikes ? 1 : 0;
            return strikes;
        }

        public TimeSpan Delay(int seed) =>
            Rule.LatencyFrom + ((Rule.LatencyTo - Rule.LatencyFrom) * SeededRandom.Next(seed, number, Matched, HowLongToDelay));
    }
}

/// <summary>A rule that is in force, or was until it had struck as often as it may.</summary>
/// <param name="Id">Its id, such as <c>rule-1</c>.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Matched">How many requests it fitted.</param>
/// <param name="Struck">How many of these it struck.</param>
public sealed record FaultRuleStatus(string Id, FaultRule Rule, long Matched, long Struck)
{
    /// <summary>Whether it has struck as often as it may.</summary>
    public bool IsUsedUp => Struck >= Rule.Times;
}

/// <summary>What the rules do to one request at one moment.</summary>
/// <param name="Delay">How long it is held.</param>
/// <param name="RuleId">The rule that has an effect beyond that; null when none has.</param>
/// <param name="Rule">The rule itself.</param>
internal sealed record FaultDecision(TimeSpan Delay, string? RuleId, FaultRule? Rule)
{
    public static FaultDecision None { get; } = new(TimeSpan.Zero, null, null);
}

/// <summary>
/// Chance that comes out the same every time: a number for a seed, a rule and the how-manieth request of that rule. Requests that arrive at
/// once in another order than the last time change nothing about how many are struck, nor about those of other rules.
/// </summary>
internal static class SeededRandom
{
    /// <summary>An evenly spread number from 0 up to, not including, 1.</summary>
    public static double Next(int seed, int rule, long match, int purpose)
    {
        var mixed = Mix(Mix(Mix((ulong)(uint)seed + 1) + (ulong)(uint)rule) + ((ulong)match * 4) + (ulong)(uint)purpose);
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    // The finalizer of SplitMix64, behind its usual increment.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
