using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tenants;

/// <summary>A tenant of ConductorOne: its state, and what works on it.</summary>
internal sealed class Tenant(StateDatabase database, BacklogWorker worker, BulkActionRunner background) : IAsyncDisposable
{
    public StateDatabase Database { get; } = database;

    public BacklogWorker Worker { get; } = worker;

    public BulkActionRunner Background { get; } = background;

    public async ValueTask DisposeAsync()
    {
        await Background.DisposeAsync().ConfigureAwait(false);
        Database.Dispose();
    }
}
