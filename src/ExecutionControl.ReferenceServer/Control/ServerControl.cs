using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;

namespace ExecutionControl.Reference.Control;

/// <summary>What code and <c>/_control</c> can do to the state as a whole. Rules that are part of the state are the first tenant's.</summary>
internal sealed class ServerControl(TenantDirectory tenants, AutomationRules rules, TimeProvider clock)
{
    /// <summary>Puts the services back to the seed. Rules, clients, tokens and the journal stay.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in await tenants.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            await WriteAsync(tenant, session => Reset(session, isFirst: tenant == tenants.First), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts a seed in the place of the state, and lets resets go back to it.</summary>
    public async Task SeedAsync(SeedDocument document, CancellationToken cancellationToken)
    {
        tenants.Seed = new SeedPlan(document, Paused: null, PausedEvery: null);
        await ResetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The names of what is kept.</summary>
    public Task<List<string>> SnapshotsAsync(CancellationToken cancellationToken) => tenants.First.Database.ReadAsync(SnapshotStore.Names, cancellationToken);

    public async Task SaveAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var tenant in await tenants.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            await WriteAsync(tenant, session => SnapshotStore.Save(session, name), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Puts back what was kept; a tenant that came later stays as it is.</summary>
    /// <exception cref="KeyNotFoundException">There is no snapshot of this name.</exception>
    public async Task RestoreAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var tenant in await tenants.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            var isRestored = await tenant.Database.WriteAsync(session => SnapshotStore.Restore(session, name), cancellationToken).ConfigureAwait(false);
            if (!isRestored && tenant == tenants.First)
            {
                throw new KeyNotFoundException($"There is no snapshot named {name}.");
            }

            // The restored state may hold bulk actions that are not finished.
            tenant.WakeUp();
        }
    }

    /// <summary>Forgets what was kept; false when there is none of this name.</summary>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken)
    {
        var wasThere = false;
        foreach (var tenant in await tenants.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            wasThere |= await tenant.Database.WriteAsync(session => SnapshotStore.Drop(session, name), cancellationToken).ConfigureAwait(false);
        }

        return wasThere;
    }

    /// <summary>Puts rules that are part of the state in force, all or none.</summary>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public Task AddRulesAsync(IReadOnlyList<NeverResolveRule> neverResolve, IReadOnlyList<RunawayRule> runaways, CancellationToken cancellationToken) =>
        WriteAsync(tenants.First, session => rules.Add(session, neverResolve, runaways, clock.GetUtcNow()), cancellationToken);

    /// <summary>Takes the rules that are part of the state out of force.</summary>
    public Task ClearRulesAsync(CancellationToken cancellationToken) => WriteAsync(tenants.First, rules.Clear, cancellationToken);

    private void Reset(StateSession session, bool isFirst)
    {
        StateSchema.Clear(session);
        var now = clock.GetUtcNow();
        if (isFirst)
        {
            tenants.Seed.WriteFirst(session, now);
            rules.WriteAll(session, now);
        }
        else
        {
            tenants.Seed.WriteOther(session, now);
        }
    }

    private static Task<bool> WriteAsync(Tenant tenant, Action<StateSession> work, CancellationToken cancellationToken) => tenant.Database.WriteAsync(
        session =>
        {
            work(session);
            return true;
        },
        cancellationToken);
}
