using ExecutionControl.Reference.Control;
using ExecutionControl.Reference.Https;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Everything of a server that has to be put away, in whatever order it came to be.</summary>
internal sealed class ServerParts(StateDatabase database, ReferenceServerClock clock, RehearsalParts rehearsal) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _disposed;

    public StateDatabase Database { get; } = database;

    public ReferenceServerClock Clock { get; } = clock;

    public RehearsalParts Rehearsal { get; } = rehearsal;

    public WorkloadIssuer Workloads { get; } = new(clock);

    public ServerCertificate? Certificate { get; set; }

    public TokenControl? Tokens { get; set; }

    public ServerControl? Control { get; set; }

    /// <summary>Holds the database from then on.</summary>
    public TenantDirectory? Tenants { get; set; }

    public KestrelHost? Host { get; set; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        // Requests first, then what they rely on.
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (Host is not null)
        {
            await Host.DisposeAsync().ConfigureAwait(false);
        }

        if (Tenants is not null)
        {
            await Tenants.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            Database.Dispose();
        }

        Certificate?.Dispose();
        Workloads.Dispose();
        _stopping.Dispose();
    }
}
