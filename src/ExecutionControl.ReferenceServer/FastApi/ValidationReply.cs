using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.FastApi;

/// <summary>A request that FastAPI refuses with 422 and all its faults.</summary>
internal static class ValidationReply
{
    public static OperationReply Of(params IReadOnlyList<ValidationFault> faults) => OperationReply.Json(StatusCodes.Status422UnprocessableEntity, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("detail");
        foreach (var fault in faults)
        {
            fault.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
