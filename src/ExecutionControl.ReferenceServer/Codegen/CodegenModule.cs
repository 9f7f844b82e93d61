using System.Globalization;
using System.Text.Json;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Codegen, for one organization and its API token.</summary>
internal sealed class CodegenModule : IService
{
    private const int MostRequests = 60;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    public CodegenModule(string apiToken, long organizationId, RateLimits limits, TimeProvider timeProvider)
    {
        var endpoint = new CodegenEndpoint(apiToken, limits.PerToken(MostRequests, Window));
        var access = new OrganizationAccess(organizationId);
        Operations =
        [
            .. new AgentRunOperations(access, timeProvider).All(endpoint),
            .. new BanOperations(access).All(endpoint),
            .. new AccountOperations(organizationId).All(endpoint),
        ];
    }

    public IReadOnlyList<ServiceOperation> Operations { get; }

    public void WriteState(Utf8JsonWriter json, StateSession session, DateTimeOffset now)
    {
        json.WriteStartArray("agentRuns");
        foreach (var (id, status) in session.Query("SELECT id, status FROM agent_runs ORDER BY id", row => (Id: row.Integer("id"), Status: row.Text("status"))))
        {
            json.WriteStartObject();
            json.WriteString("id", id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("status", status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
