using ExecutionControl.Reference.FastApi;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.State;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Reads executions.</summary>
internal sealed class ReadOperations(StateDatabase database)
{
    private const long DefaultLimit = 100;

    public IEnumerable<Operation> All(ServiceSurface surface) =>
    [
        new(surface, OperationNames.ListExecutions, HttpMethods.Get, "/api/v1/executions", ListAsync),
        new(surface, OperationNames.GetExecution, HttpMethods.Get, "/api/v1/executions/{execution_id}", GetAsync),
    ];

    private async Task<OperationReply> GetAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var id = ExecutionId.Of(request, "get");
        var row = await database.ReadAsync(session => ExecutionStore.Find(session, id), cancellationToken).ConfigureAwait(false)
            ?? throw ExecutionId.NotFound();
        return OperationReply.Json(StatusCodes.Status200OK, json => ExecutionJson.Write(json, row));
    }

    private async Task<OperationReply> ListAsync(OperationRequest operationRequest, CancellationToken cancellationToken)
    {
        var request = new FastApiRequest(operationRequest);
        var skip = request.QueryInteger("skip") ?? 0;
        var limit = request.QueryInteger("limit") ?? DefaultLimit;
        var status = request.QueryText("status_filter");
        if (request.IsRefused(out var refusal))
        {
            return refusal;
        }

        // No bounds are declared, so nothing is refused: less than nothing is nothing.
        var rows = await database.ReadAsync(
            session => ExecutionStore.List(session, status, Math.Max(0, skip), Math.Max(0, limit)), cancellationToken).ConfigureAwait(false);
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
}
