using System.Text.Json;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Kubiya, for one organization and its API key.</summary>
internal sealed class KubiyaModule : IService
{
    public KubiyaModule(string apiKey, TimeProvider timeProvider)
    {
        var endpoint = new KubiyaEndpoint(apiKey);
        Operations =
        [
            .. new ReadOperations().All(endpoint),
            .. new StatusOperations(timeProvider).All(endpoint),
            new TerminateOperation(timeProvider).Of(endpoint),
        ];
    }

    public IReadOnlyList<ServiceOperation> Operations { get; }

    public void WriteState(Utf8JsonWriter json, StateSession session, DateTimeOffset now)
    {
        json.WriteStartArray("executions");
        foreach (var (id, status) in session.Query(
            "SELECT id, status FROM kubiya_executions ORDER BY id", row => (Id: row.Text("id"), Status: row.Text("status"))))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("status", status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
