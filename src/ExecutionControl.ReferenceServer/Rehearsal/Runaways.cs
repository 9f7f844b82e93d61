using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>The rules of runaways. They are part of the state, so that they have to be written again after a reset.</summary>
internal sealed class Runaways
{
    private readonly Lock _gate = new();
    private readonly List<RunawayRule> _rules = [];

    public IReadOnlyList<RunawayRule> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules];
            }
        }
    }

    /// <summary>Puts a rule in force, in the place of an earlier one for the automation.</summary>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public void Add(StateSession session, RunawayRule rule, DateTimeOffset now)
    {
        if (!TryWrite(session, rule, now))
        {
            throw new KeyNotFoundException($"The reference server has no automation with the id {rule.Automation}.");
        }

        lock (_gate)
        {
            _rules.RemoveAll(other => string.Equals(other.Automation, rule.Automation, StringComparison.Ordinal));
            _rules.Add(rule);
        }
    }

    /// <summary>Writes the rules into a state that has just been put in the place of another.</summary>
    public void WriteAll(StateSession session, DateTimeOffset now)
    {
        foreach (var rule in All)
        {
            TryWrite(session, rule, now);
        }
    }

    /// <summary>Takes all rules out of force: nothing sets these automations off any more.</summary>
    public void Clear(StateSession session)
    {
        foreach (var rule in All)
        {
            BreakerIntake.Stop(session, rule.Automation);
        }

        lock (_gate)
        {
            _rules.Clear();
        }
    }

    private static bool TryWrite(StateSession session, RunawayRule rule, DateTimeOffset now)
    {
        if (AutomationStore.Find(session, rule.Automation) is null)
        {
            return false;
        }

        // What the earlier rule has brought until now has come.
        BreakerIntake.CatchUp(session, now);
        BreakerIntake.Start(session, rule.Automation, TimeSpan.FromMilliseconds(rule.EveryMs), rule.RetripAfter, now);
        return true;
    }
}
