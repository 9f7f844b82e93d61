using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>What a service that answers CORS tells the pages that may call it.</summary>
internal static class CrossOriginReply
{
    private const string Methods = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    /// <summary>Whether a browser asks what it may send, before it does.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count == 1 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>The answer to a preflight.</summary>
    public static OperationReply Preflight(HttpRequest request)
    {
        var reply = OperationReply.Raw(StatusCodes.Status200OK, "text/plain; charset=utf-8", "OK"u8.ToArray())
            .With("Access-Control-Allow-Methods", Methods)
            .With("Access-Control-Max-Age", "600");
        return request.Headers.AccessControlRequestHeaders is [{ Length: > 0 } headers] ? reply.With("Access-Control-Allow-Headers", headers) : reply;
    }

    /// <summary>Lets the page read the answer.</summary>
    public static void Open(OperationReply reply, string origin) => reply
        .With("Access-Control-Allow-Origin", origin)
        .With("Access-Control-Allow-Credentials", "true")
        .With("Vary", "Origin");
}
