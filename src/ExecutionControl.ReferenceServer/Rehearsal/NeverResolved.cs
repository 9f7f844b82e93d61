using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>The rules of executions that never resolve. They are part of the state, so that they have to be written again after a reset.</summary>
internal sealed class NeverResolved
{
    private readonly Lock _gate = new();
    private readonly List<NeverResolveRule> _rules = [];

    public IReadOnlyList<NeverResolveRule> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules];
            }
        }
    }

    /// <summary>Puts a rule in force.</summary>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public void Add(StateSession session, NeverResolveRule rule, DateTimeOffset now)
    {
        Write(session, rule, now, mustExist: true);
        lock (_gate)
        {
            _rules.Add(rule);
        }
    }

    /// <summary>Writes the rules into a state that has just been put in the place of another.</summary>
    public void WriteAll(StateSession session, DateTimeOffset now)
    {
        foreach (var rule in All)
        {
            Write(session, rule, now, mustExist: false);
        }
    }

    /// <summary>Takes all rules out of force: what never resolved does so from now on.</summary>
    public void Clear(StateSession session)
    {
        BacklogStore.LetAllResolve(session);
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    private static void Write(StateSession session, NeverResolveRule rule, DateTimeOffset now, bool mustExist)
    {
        if (AutomationStore.Find(session, rule.Automation) is not null)
        {
            BacklogStore.NeverResolve(session, rule.Automation, rule.Count, now);
        }
        else if (mustExist)
        {
            throw new KeyNotFoundException($"The reference server has no automation with the id {rule.Automation}.");
        }
    }
}
