using System.Globalization;
using ExecutionControl.Reference.Hosting;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Reads automations.</summary>
internal sealed class AutomationOperations
{
    private const string Cursor = "automation";

    public IEnumerable<Operation> All(ServiceSurface surface) =>
    [
        new(surface, OperationNames.ListAutomations, HttpMethods.Get, "/api/v1/automations", ListAsync),
        new(surface, OperationNames.GetAutomation, HttpMethods.Get, "/api/v1/automations/{id}", GetAsync),
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
        var size = PageToken.SizeOf(PageSize(request.Http.Query));
        var after = PageToken.Read(Cursor, request.Http.Query["page_token"].FirstOrDefault() ?? "") ?? "";
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

    private static int PageSize(IQueryCollection query)
    {
        if (query["page_size"].FirstOrDefault() is not { Length: > 0 } text)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw ProtoFault.InvalidArgument("invalid value for int32 parameter page_size");
    }
}
