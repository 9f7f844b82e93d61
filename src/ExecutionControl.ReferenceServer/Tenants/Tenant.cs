using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tenants;

/// <summary>A tenant: its state, and what works on it in the background.</summary>
internal sealed class Tenant(StateDatabase database, IReadOnlyList<ITenantWork> work) : IAsyncDisposable
{
    public StateDatabase Database { get; } = database;

    /// <summary>Says that there may be new work.</summary>
    public void WakeUp()
    {
        foreach (var each in work)
        {
            each.WakeUp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in work)
        {
            await each.DisposeAsync().ConfigureAwait(false);
        }

        Database.Dispose();
    }
}

/// <summary>What a service does to a tenant's state in the background, from the start of the tenant on.</summary>
internal interface ITenantWork : IAsyncDisposable
{
    /// <summary>Says that there may be new work.</summary>
    void WakeUp();
}

/// <summary>What tenants begin with and go back to.</summary>
internal interface ITenantSeed
{
    /// <summary>Writes what the first tenant has: the state of all services.</summary>
    void WriteFirst(StateSession session, DateTimeOffset now);

    /// <summary>Writes what every other tenant has.</summary>
    void WriteOther(StateSession session, DateTimeOffset now);
}
