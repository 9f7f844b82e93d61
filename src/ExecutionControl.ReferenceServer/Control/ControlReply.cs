using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>The answers that all control routes share.</summary>
internal static class ControlReply
{
    public static OperationReply Done() => OperationReply.Raw(StatusCodes.Status204NoContent, contentType: null, ReadOnlyMemory<byte>.Empty);

    public static OperationReply Error(int status, string message) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    });
}
