using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Hosting;

/// <summary>
/// The one way that every request takes: journal, operation, credentials, work, answer. Work and answer are apart, so that whatever
/// should happen before the work, or between the work and its answer, has one place.
/// </summary>
internal sealed partial class RequestPipeline(
    OperationTable operations, RequestJournal journal, RequestIds requestIds, CallerGuard guard, FaultInjector faults, IReplyFilter filter,
    IControlInterface control, TenantDirectory tenants, TimeProvider timeProvider, ILogger logger, CancellationToken stopping)
{
    private const string StateIsLocked = "another process holds the state file locked; try again when it has let go";

    private readonly ReplyWriter _replies = new(timeProvider);
    private readonly BodyHashes _hashes = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var path = RequestPath.Parse(
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Request.Scheme, context.Request.Host.Value ?? "");
        if (control.Owns(path))
        {
            await ControlAsync(context, path).ConfigureAwait(false);
            return;
        }

        var requestId = requestIds.Next();
        var match = operations.Find(context.Request.Method, path);
        var entry = journal.Add(new ReceivedRequest(
            timeProvider.GetUtcNow(), match.Endpoint.Service, match.Operation?.Name ?? OperationNames.Unmatched, context.Request.Method, path.Raw,
            match.Parameters.Last, context.Request.ContentType));
        try
        {
            var reply = await AnswerAsync(context.Request, match, path, entry, requestId).ConfigureAwait(false);
            reply = reply.Delivery == ReplyDelivery.Whole && entry.Fault is null ? filter.Apply(reply, entry) : reply;
            if (match.Endpoint.AnswersCors && context.Request.Headers.Origin is [{ } origin] && guard.MayRead(origin, context.Request))
            {
                CrossOriginReply.Open(reply, origin);
            }

            // Noted before the caller can know: whoever has the answer and looks into the journal finds it there.
            entry.Status = reply.Status == 0 ? null : reply.Status;
            entry.Outcome = OutcomeOf(reply.Delivery);
            await _replies.WriteAsync(context, reply, requestId).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException or IOException)
        {
            // The caller hung up, or the server stops: nobody is left to answer.
            entry.Outcome = RequestOutcome.Aborted;
            context.Abort();
        }
        finally
        {
            entry.IsOver = true;
        }
    }

    private async Task ControlAsync(HttpContext context, RequestPath path)
    {
        try
        {
            var reply = await AnswerControlAsync(context.Request, path).ConfigureAwait(false);
            await _replies.WriteAsync(context, reply, requestId: null).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private async Task<OperationReply> AnswerControlAsync(HttpRequest request, RequestPath path)
    {
        try
        {
            return await guard.RefuseAsync(request, stopping).ConfigureAwait(false) is { } refusal
                ? control.Error(refusal.Status, refusal.Why)
                : await control.AnswerAsync(request, path).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (StateDatabase.IsLocked(exception))
        {
            LogLocked(path.Path, exception.Message, "none");
            return control.Error(StatusCodes.Status503ServiceUnavailable, StateIsLocked);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException))
        {
            LogFault(exception, path.Path, "");
            return control.Error(StatusCodes.Status500InternalServerError, "internal error");
        }
    }

    private async ValueTask<OperationReply> AnswerAsync(
        HttpRequest request, OperationMatch match, RequestPath path, JournalRecord entry, string requestId)
    {
        if (await RefuseAsync(request, match.Endpoint, requestId).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        if (match.Endpoint.AnswersCors && CrossOriginReply.IsPreflight(request))
        {
            return CrossOriginReply.Preflight(request);
        }

        if (match.Operation is not { } operation)
        {
            return Unmatched(match, path, requestId);
        }

        try
        {
            if (await faults.BeforeAsync(entry, operation.Endpoint, requestId, stopping).ConfigureAwait(false) is { } instead)
            {
                return await DrainAsync(request, operation.Endpoint, entry, instead).ConfigureAwait(false);
            }

            var reply = await WorkAsync(operation, match, request, entry, requestId).ConfigureAwait(false);
            return await faults.AfterAsync(reply, entry, operation.Endpoint, requestId, stopping).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            return match.Endpoint.Error(fault.StatusCode, fault.Message, requestId);
        }
    }

    // The body is read whatever becomes of it: a caller must not take an answer that comes too early for a connection that ended too early.
    private async ValueTask<OperationReply> DrainAsync(HttpRequest request, ServiceEndpoint endpoint, JournalRecord entry, OperationReply reply)
    {
        await ReadBodyAsync(request, endpoint, entry).ConfigureAwait(false);
        return reply;
    }

    private async ValueTask<OperationReply> WorkAsync(
        ServiceOperation operation, OperationMatch match, HttpRequest request, JournalRecord entry, string requestId)
    {
        try
        {
            return await CallAsync(operation, match, request, entry, requestId).ConfigureAwait(false);
        }
        catch (OperationFaultException fault)
        {
            return match.Endpoint.Error(fault.Status, fault.Message, requestId);
        }
        catch (SqliteException exception) when (StateDatabase.IsLocked(exception))
        {
            LogLocked(entry.Operation, exception.Message, requestId);
            return match.Endpoint.Error(StatusCodes.Status503ServiceUnavailable, StateIsLocked, requestId);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ConnectionResetException or IOException))
        {
            LogFault(exception, entry.Operation, requestId);
            return match.Endpoint.Error(StatusCodes.Status500InternalServerError, "internal error", requestId);
        }
    }

    private static RequestOutcome OutcomeOf(ReplyDelivery delivery) => delivery switch
    {
        ReplyDelivery.Truncated => RequestOutcome.Truncated,
        ReplyDelivery.Reset => RequestOutcome.Reset,
        ReplyDelivery.Close => RequestOutcome.Closed,
        _ => RequestOutcome.Answered,
    };

    private async ValueTask<OperationReply> CallAsync(
        ServiceOperation operation, OperationMatch match, HttpRequest request, JournalRecord entry, string requestId)
    {
        // Only what succeeds has found out that the caller still is who it was: everything else is looked up.
        ReadOnlyMemory<byte>? read = null;
        if (operation.ChecksRevision && operation.Endpoint.Remember(request, tenants) is { } remembered)
        {
            read = await ReadBodyAsync(request, operation.Endpoint, entry).ConfigureAwait(false);
            try
            {
                return await HandleAsync(operation, match, request, read.Value, remembered.Caller, remembered.AsOf, entry).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is StateMovedOnException or OperationFaultException)
            {
                entry.WasHandled = false;
            }
        }

        // Credentials come before anything else, even before the question whether the body can be read.
        var caller = await operation.Endpoint.AuthenticateAsync(request, tenants, request.HttpContext.RequestAborted).ConfigureAwait(false);
        caller ??= filter.SkipsAuthentication ? new AuthenticatedCaller("anybody", tenants.First) : null;
        if (caller is null)
        {
            return operation.Endpoint.Unauthorized(request, requestId);
        }

        if (operation.Endpoint.Reject(request, requestId) is { } rejection)
        {
            return rejection;
        }

        var body = read ?? await ReadBodyAsync(request, operation.Endpoint, entry).ConfigureAwait(false);
        await operation.Endpoint.CatchUpAsync(caller.Tenant, stopping).ConfigureAwait(false);
        return await HandleAsync(operation, match, request, body, caller, asOf: null, entry).ConfigureAwait(false);
    }

    private Task<OperationReply> HandleAsync(
        ServiceOperation operation, OperationMatch match, HttpRequest request, ReadOnlyMemory<byte> body, AuthenticatedCaller caller, long? asOf,
        JournalRecord entry)
    {
        entry.WasHandled = true;
        var operationRequest = new OperationRequest
        {
            Http = request, Path = match.Parameters, Body = body, Actor = caller.Actor, Tenant = caller.Tenant, JournalEntry = entry, AsOf = asOf,
        };
        return operation.HandleAsync(operationRequest, stopping);
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, ServiceEndpoint endpoint, JournalRecord entry)
    {
        var body = await RequestBody.ReadAsync(request, endpoint.LongestBody).ConfigureAwait(false);
        entry.BodyLength = body.Length;
        entry.BodyHash = _hashes.Of(body.Span);
        return body;
    }

    private OperationReply Unmatched(OperationMatch match, RequestPath path, string requestId)
    {
        if (match.AllowedMethods.Count > 0)
        {
            return match.Endpoint.Error(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed", requestId)
                .With("Allow", string.Join(", ", match.AllowedMethods));
        }

        return match.Endpoint.Redirect(path, operations) ?? match.Endpoint.Error(StatusCodes.Status404NotFound, "Not Found", requestId);
    }

    private async ValueTask<OperationReply?> RefuseAsync(HttpRequest request, ServiceEndpoint endpoint, string requestId)
    {
        try
        {
            return await guard.RefuseAsync(request, stopping).ConfigureAwait(false) is { } refusal
                ? endpoint.Error(refusal.Status, refusal.Why, requestId)
                : null;
        }
        catch (SqliteException exception) when (StateDatabase.IsLocked(exception))
        {
            LogLocked("Host", exception.Message, requestId);
            return endpoint.Error(StatusCodes.Status503ServiceUnavailable, StateIsLocked, requestId);
        }
    }

    [LoggerMessage(2, LogLevel.Error, "{Operation} was answered with 503: another process holds the state file locked: {Reason} (request-id: {RequestId})")]
    private partial void LogLocked(string operation, string reason, string requestId);

    [LoggerMessage(1, LogLevel.Error, "{Operation} failed by a fault of the reference server itself (request-id: {RequestId})")]
    private partial void LogFault(Exception exception, string operation, string requestId);
}

/// <summary>What changes the services' own answers on purpose.</summary>
internal interface IReplyFilter
{
    /// <summary>Whether credentials are not looked at.</summary>
    bool SkipsAuthentication { get; }

    /// <summary>The answer that is sent in the place of another.</summary>
    OperationReply Apply(OperationReply reply, JournalRecord entry);
}

/// <summary>What answers in the place of the services, under a path of its own, without a journal and without rules.</summary>
internal interface IControlInterface
{
    /// <summary>Whether a path is the control interface's, even when it is off: no service has it.</summary>
    bool Owns(RequestPath path);

    Task<OperationReply> AnswerAsync(HttpRequest request, RequestPath path);

    /// <summary>An error in its shape.</summary>
    OperationReply Error(int status, string message);
}

/// <summary>Gives every request an id, the same ones in the same order for the same seed.</summary>
internal sealed class RequestIds(int seed)
{
    private const int Length = 27;

    private readonly Lock _gate = new();

#pragma warning disable CA5394 // A request id is no secret; it has to be the same again for the same seed.
    private readonly Random _random = new(seed);

    public string Next()
    {
        lock (_gate)
        {
            return _random.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", Length);
        }
    }
#pragma warning restore CA5394
}
