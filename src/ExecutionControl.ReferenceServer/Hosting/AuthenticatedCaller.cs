using ExecutionControl.Reference.Tenants;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Who a request is from.</summary>
/// <param name="Actor">Whom its credentials stand for; empty where an operation needs none.</param>
/// <param name="Tenant">Whose state it sees.</param>
internal sealed record AuthenticatedCaller(string Actor, Tenant Tenant);
