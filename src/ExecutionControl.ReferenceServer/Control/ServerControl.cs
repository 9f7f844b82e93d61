using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Control;

/// <summary>What code and <c>/_control</c> can do to the state as a whole.</summary>
internal sealed class ServerControl(StateDatabase database, BulkActionRunner background, RehearsalParts rehearsal, TimeProvider clock, SeedPlan firstSeed)
{
    private readonly SnapshotStore _snapshots = new();
    private SeedPlan _seed = firstSeed;

    public IReadOnlyList<string> Snapshots => _snapshots.Names;

    /// <summary>Puts the services back to the seed. Rules, tokens and the journal stay.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            StateSchema.Clear(session);
            Volatile.Read(ref _seed).Write(session, clock.GetUtcNow());
            rehearsal.WriteAll(session, clock.GetUtcNow());
        },
        cancellationToken);

    /// <summary>Puts a seed in the place of the state, and lets resets go back to it.</summary>
    public async Task SeedAsync(SeedDocument document, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _seed, new SeedPlan(document, Paused: null, PausedEvery: null));
        await ResetAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task SaveAsync(string name, CancellationToken cancellationToken) => WriteAsync(session => _snapshots.Save(session, name), cancellationToken);

    /// <exception cref="KeyNotFoundException">There is no snapshot of this name.</exception>
    public async Task RestoreAsync(string name, CancellationToken cancellationToken)
    {
        await WriteAsync(session => _snapshots.Restore(session, name), cancellationToken).ConfigureAwait(false);

        // The restored state may hold bulk actions that are not finished.
        background.WakeUp();
    }

    public Task<bool> DropAsync(string name, CancellationToken cancellationToken) =>
        database.WriteAsync(session => _snapshots.Drop(session, name), cancellationToken);

    /// <summary>Puts rules that are part of the state in force, all or none.</summary>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public Task AddRulesAsync(IReadOnlyList<NeverResolveRule> neverResolve, IReadOnlyList<RunawayRule> runaways, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            foreach (var automation in neverResolve.Select(rule => rule.Automation).Concat(runaways.Select(rule => rule.Automation)))
            {
                if (AutomationStore.Find(session, automation) is null)
                {
                    throw new KeyNotFoundException($"The reference server has no automation with the id {automation}.");
                }
            }

            foreach (var rule in neverResolve)
            {
                rehearsal.NeverResolved.Add(session, rule, clock.GetUtcNow());
            }

            foreach (var rule in runaways)
            {
                rehearsal.Runaways.Add(session, rule, clock.GetUtcNow());
            }
        },
        cancellationToken);

    /// <summary>Takes the rules that are part of the state out of force.</summary>
    public Task ClearRulesAsync(CancellationToken cancellationToken) => WriteAsync(rehearsal.Clear, cancellationToken);

    private Task<bool> WriteAsync(Action<StateSession> work, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            work(session);
            return true;
        },
        cancellationToken);
}
