using System.Text.Json;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;

namespace ExecutionControl.Reference.Operations;

/// <summary>A service that the server stands in for: all that the rest of the server knows of it.</summary>
internal interface IService
{
    /// <summary>What it can be asked, each with the endpoint that answers.</summary>
    IReadOnlyList<ServiceOperation> Operations { get; }

    /// <summary>Writes what it holds, as properties of the object that is begun; what its state is behind with is written first.</summary>
    void WriteState(Utf8JsonWriter json, StateSession session, DateTimeOffset now);

    /// <summary>Starts what it does to a tenant's state in the background; null where it does nothing there.</summary>
    ITenantWork? StartWork(StateDatabase database) => null;
}
