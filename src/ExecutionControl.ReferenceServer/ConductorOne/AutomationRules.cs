using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// The rules about automations: executions that never resolve, and runaways. What they do is part of the state, so that it has to be written
/// again after a reset.
/// </summary>
internal sealed class AutomationRules
{
    private readonly Lock _gate = new();
    private readonly List<NeverResolveRule> _neverResolve = [];
    private readonly List<RunawayRule> _runaways = [];

    /// <summary>The executions that never resolve.</summary>
    public IReadOnlyList<NeverResolveRule> NeverResolve
    {
        get
        {
            lock (_gate)
            {
                return [.. _neverResolve];
            }
        }
    }

    /// <summary>The runaways, one for each automation at most.</summary>
    public IReadOnlyList<RunawayRule> Runaways
    {
        get
        {
            lock (_gate)
            {
                return [.. _runaways];
            }
        }
    }

    /// <summary>Puts rules in force, all or none; a runaway in the place of an earlier one for its automation.</summary>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public void Add(StateSession session, IReadOnlyList<NeverResolveRule> neverResolve, IReadOnlyList<RunawayRule> runaways, DateTimeOffset now)
    {
        foreach (var automation in neverResolve.Select(rule => rule.Automation).Concat(runaways.Select(rule => rule.Automation)))
        {
            if (AutomationStore.Find(session, automation) is null)
            {
                throw new KeyNotFoundException($"The reference server has no automation with the id {automation}.");
            }
        }

        Write(session, neverResolve, runaways, now);
        lock (_gate)
        {
            _neverResolve.AddRange(neverResolve);
            foreach (var rule in runaways)
            {
                _runaways.RemoveAll(other => string.Equals(other.Automation, rule.Automation, StringComparison.Ordinal));
                _runaways.Add(rule);
            }
        }
    }

    /// <summary>Writes the rules into a state that has just been put in the place of another, where it has their automations.</summary>
    public void WriteAll(StateSession session, DateTimeOffset now) => Write(session, NeverResolve, Runaways, now);

    /// <summary>Takes all rules out of force: what never resolved does so from now on, and nothing sets the runaways off any more.</summary>
    public void Clear(StateSession session)
    {
        BacklogStore.LetAllResolve(session);
        foreach (var rule in Runaways)
        {
            BreakerIntake.Stop(session, rule.Automation);
        }

        lock (_gate)
        {
            _neverResolve.Clear();
            _runaways.Clear();
        }
    }

    private static void Write(StateSession session, IReadOnlyList<NeverResolveRule> neverResolve, IReadOnlyList<RunawayRule> runaways, DateTimeOffset now)
    {
        foreach (var rule in neverResolve)
        {
            BacklogStore.NeverResolve(session, rule.Automation, rule.Count, now);
        }

        foreach (var rule in runaways.Where(rule => AutomationStore.Find(session, rule.Automation) is not null))
        {
            // What an earlier rule has brought until now has come.
            BreakerIntake.CatchUp(session, now);
            BreakerIntake.Start(session, rule.Automation, TimeSpan.FromMilliseconds(rule.EveryMs), rule.RetripAfter, now);
        }
    }
}
