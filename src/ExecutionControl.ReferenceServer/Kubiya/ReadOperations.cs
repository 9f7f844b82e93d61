using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Reads executions.</summary>
internal sealed class ReadOperations
{
    private const long DefaultLimit = 100;

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.ListExecutions, HttpMethods.Get, "/api/v1/executions", ListAsync),
        new(endpoint, OperationNames.GetExecution, HttpMethods.Get, "/api/v1/executions/{execution_id}", GetAsync),
    ];

    private async Task<OperationReply> GetAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var id = ExecutionId.Of(request, "get");
        var row = await request.Tenant.Database.ReadAsync(session => ExecutionStore.Find(session, id.Key), cancellationToken).ConfigureAwait(false)
            ?? throw ExecutionId.NotFound();
        return OperationReply.Json(StatusCodes.Status200OK, json => ExecutionJson.Write(json, row));
    }

    private async Task<OperationReply> ListAsync(OperationRequest operationRequest, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        var skip = request.QueryInteger("skip") ?? 0;
        var limit = request.QueryInteger("limit") ?? DefaultLimit;
        var status = NoneIfEmpty(request.QueryText("status_filter")?.ToLowerInvariant());
        var type = NoneIfEmpty(request.QueryText("execution_type")?.ToUpperInvariant());
        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        // No bounds are declared: what makes no sense is refused by the database alone.
        if (skip < 0 || limit < 0)
        {
            throw new OperationFaultException(
                StatusCodes.Status500InternalServerError, $"Failed to list executions: {(limit < 0 ? "LIMIT" : "OFFSET")} must not be negative");
        }

        var rows = await operationRequest.Tenant.Database.ReadAsync(
            session => ExecutionStore.List(session, status, type, skip, limit), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                ExecutionJson.Write(json, row);
            }

            json.WriteEndArray();
        });
    }

    private static string? NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
