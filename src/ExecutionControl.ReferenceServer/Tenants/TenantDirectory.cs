using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tenants;

/// <summary>
/// The tenants that a server has: the first, at every host that is no other's, and those that clients were added for. The first one's database
/// also holds what all share: clients, tokens, and the services that know no tenants.
/// </summary>
/// <param name="first">The first tenant's state.</param>
/// <param name="seed">What new tenants begin with.</param>
/// <param name="startWork">Starts what works on a tenant's state in the background.</param>
/// <param name="stateFile">The first tenant's file, beside which those of the others lie; null where all are in memory.</param>
/// <param name="patience">How long another process that holds a file is waited for.</param>
/// <param name="clock">The clock.</param>
internal sealed class TenantDirectory(
    StateDatabase first, ITenantSeed seed, Func<StateDatabase, IReadOnlyList<ITenantWork>> startWork, string? stateFile, TimeSpan patience, TimeProvider clock)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Tenant> _others = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first tenant.</summary>
    public Tenant First { get; } = new(first, startWork(first));

    /// <summary>What new tenants begin with, and all go back to.</summary>
    public ITenantSeed Seed { get; set; } = seed;

    /// <summary>The tenant that a host is; null for the first one.</summary>
    public async Task<Tenant> OfAsync(string? host, CancellationToken cancellationToken)
    {
        if (host is null)
        {
            return First;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_others.TryGetValue(host, out var tenant))
            {
                _others[host] = tenant = await StartAsync(host, cancellationToken).ConfigureAwait(false);
            }

            return tenant;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The tenant that a host is.</summary>
    /// <exception cref="KeyNotFoundException">No client was ever added for it.</exception>
    public async Task<Tenant> FindAsync(string host, CancellationToken cancellationToken) => await OfAsync(
        await First.Database.ReadAsync(session => TenantStore.Of(session, host), cancellationToken).ConfigureAwait(false) ?? throw Missing(host),
        cancellationToken).ConfigureAwait(false);

    /// <summary>The tenant that a host is, for callers that look at it from code.</summary>
    /// <exception cref="KeyNotFoundException">No client was added for it since this server started, nor before.</exception>
    public Tenant Find(string host)
    {
        _gate.Wait();
        try
        {
            return _others.TryGetValue(host, out var tenant) ? tenant : throw Missing(host);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>All tenants, the first one first.</summary>
    public async Task<List<Tenant>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<Tenant> { First };
        foreach (var host in await First.Database.ReadAsync(TenantStore.All, cancellationToken).ConfigureAwait(false))
        {
            all.Add(await OfAsync(host, cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tenant in _others.Values)
        {
            await tenant.DisposeAsync().ConfigureAwait(false);
        }

        await First.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private async Task<Tenant> StartAsync(string host, CancellationToken cancellationToken)
    {
        // Beside the first one's, under a name that no path can hide in.
        var file = stateFile is { } state ? $"{state}.{Uri.EscapeDataString(host.ToLowerInvariant())}" : null;
        var database = StateDatabase.Open(file, patience);
        try
        {
            await database.WriteAsync(
                session =>
                {
                    StateSchema.EnsureCreated(session, seeding => Seed.WriteOther(seeding, clock.GetUtcNow()));
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return new Tenant(database, startWork(database));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static KeyNotFoundException Missing(string host) => new($"The reference server has no tenant {host}: add a client for it first.");
}
