using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Hosting;

/// <summary>
/// The one way that every request takes: journal, operation, credentials, work, answer. Work and answer are apart, so that whatever
/// should happen before the work, or between the work and its answer, has one place.
/// </summary>
internal sealed partial class RequestPipeline(
    OperationTable operations, RequestJournal journal, RequestIds requestIds, TimeProvider timeProvider, ILogger logger, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var requestId = requestIds.Next();
            var reply = await AnswerAsync(context.Request, requestId).ConfigureAwait(false);
            await WriteAsync(context.Response, reply, requestId, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException or IOException)
        {
            // The caller hung up, or the server stops: nobody is left to answer.
            context.Abort();
        }
    }

    private async Task<OperationReply> AnswerAsync(HttpRequest request, string requestId)
    {
        var path = RequestPath.Parse(request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var match = operations.Find(request.Method, path);
        var entry = journal.Add(sequence => new RequestJournalEntry(
            sequence, timeProvider.GetUtcNow(), match.Surface.Service, match.Operation?.Name ?? OperationNames.Unmatched, request.Method,
            path.Raw, match.Parameters.Values.LastOrDefault(), request.ContentType));

        OperationReply reply;
        try
        {
            reply = match.Operation is { } operation
                ? await CallAsync(operation, match, request, entry, requestId).ConfigureAwait(false)
                : Unmatched(match, path, requestId);
        }
        catch (OperationFaultException fault)
        {
            reply = match.Surface.Error(fault.Status, fault.Message, requestId);
        }
        catch (BadHttpRequestException fault)
        {
            reply = match.Surface.Error(fault.StatusCode, fault.Message, requestId);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ConnectionResetException or IOException))
        {
            LogFault(exception, entry.Operation, requestId);
            reply = match.Surface.Error(StatusCodes.Status500InternalServerError, "internal error", requestId);
        }

        entry.Status = reply.Status;
        return reply;
    }

    private async Task<OperationReply> CallAsync(
        Operation operation, OperationMatch match, HttpRequest request, RequestJournalEntry entry, string requestId)
    {
        // Credentials come before anything else, even before the question whether the body can be read.
        var actor = await operation.Surface.AuthenticateAsync(request, request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (actor is null)
        {
            return operation.Surface.Unauthorized(requestId);
        }

        var body = await ReadBodyAsync(request, entry).ConfigureAwait(false);
        var operationRequest = new OperationRequest { Http = request, Path = match.Parameters, Body = body, Actor = actor, JournalEntry = entry };
        return await operation.HandleAsync(operationRequest, stopping).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, RequestJournalEntry entry)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted).ConfigureAwait(false);
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        entry.BodyLength = body.Length;
        entry.BodySha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        return body;
    }

    private OperationReply Unmatched(OperationMatch match, RequestPath path, string requestId)
    {
        if (match.AllowedMethods.Count > 0)
        {
            return match.Surface.Error(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed", requestId)
                .With("Allow", string.Join(", ", match.AllowedMethods));
        }

        return match.Surface.Redirect(path, operations) ?? match.Surface.Error(StatusCodes.Status404NotFound, "Not Found", requestId);
    }

    private async Task WriteAsync(HttpResponse response, OperationReply reply, string requestId, CancellationToken cancellationToken)
    {
        response.StatusCode = reply.Status;
        response.Headers.Date = timeProvider.GetUtcNow().ToString("R");
        response.Headers["x-request-id"] = requestId;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (reply.ContentType is not null)
        {
            response.ContentType = reply.ContentType;
        }

        response.ContentLength = reply.Body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(reply.Body, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Operation} failed by a fault of the reference server itself (request-id: {RequestId})")]
    private partial void LogFault(Exception exception, string operation, string requestId);
}
