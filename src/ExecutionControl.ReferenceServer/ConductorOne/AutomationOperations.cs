using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Reads automations.</summary>
internal sealed class AutomationOperations
{
    private const string Cursor = "automation";

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.ListAutomations, HttpMethods.Get, "/api/v1/automations", ListAsync),
        new(endpoint, OperationNames.GetAutomation, HttpMethods.Get, "/api/v1/automations/{id}", GetAsync),
    ];

    private async Task<OperationReply> GetAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var id = request.Path["id"];
        var automation = await request.Tenant.Database.ReadAsync(session => AutomationStore.Find(session, id), cancellationToken).ConfigureAwait(false)
            ?? throw ProtoFault.NotFound($"automation {id} not found");
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("automation");
            AutomationJson.Write(json, automation);
            json.WriteEndObject();
        });
    }

    private async Task<OperationReply> ListAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var size = PageToken.SizeOf(PageQuery.Size(request.Http.Query));
        var after = PageToken.Read(Cursor, PageQuery.Token(request.Http.Query)) ?? "";
        var rows = await request.Tenant.Database.ReadAsync(session => AutomationStore.List(session, after, size + 1), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("list");
            foreach (var row in rows.Take(size))
            {
                AutomationJson.Write(json, row);
            }

            json.WriteEndArray();
            json.WriteString("nextPageToken", rows.Count > size ? PageToken.After(Cursor, rows[size - 1].Id) : "");
            json.WriteEndObject();
        });
    }
}
