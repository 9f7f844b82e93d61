using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Tenants;

/// <summary>The hosts that are a tenant of their own, kept in the first tenant's state. A tenant stays one when its last client is removed.</summary>
internal static class TenantStore
{
    public static void Add(StateSession session, string host) =>
        session.Execute("INSERT INTO tenants (host) VALUES ($host) ON CONFLICT DO NOTHING", ("$host", host));

    /// <summary>The tenant that a host is; null for the first tenant, which has all hosts that are no other's.</summary>
    public static string? Of(StateSession session, string host) =>
        session.First("SELECT host FROM tenants WHERE host = $host", row => row.Text("host"), ("$host", host));

    public static List<string> All(StateSession session) => session.Query("SELECT host FROM tenants ORDER BY host", row => row.Text("host"));
}
