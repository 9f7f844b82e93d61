using System.Diagnostics;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Calls;

/// <summary>
/// What one call, or one part of a call, tells about itself: a span with its attempts as events, instruments, and log messages. Never a
/// credential or a body. The requests themselves are spans of the HTTP client's, below this one.
/// </summary>
internal sealed class CallTelemetry : IDisposable
{
    private const string OperationTag = "execution_control.operation";
    private const string OutcomeTag = "execution_control.outcome";
    private const string ErrorTag = "error.type";

    private readonly ILogger _logger;
    private readonly TimeProvider _timeProvider;
    private readonly Uri _server;
    private readonly ControlOperation _operation;
    private readonly string _target;
    private readonly CallKind _kind;
    private readonly TagList _tags;
    private readonly Activity? _activity;
    private readonly long _startedAt;
    private string? _lastError;

    public CallTelemetry(
        ILogger logger,
        TimeProvider timeProvider,
        Uri server,
        ControlOperation operation,
        string target,
        CallKind kind,
        string? correlationId)
    {
        (_logger, _timeProvider, _server, _operation, _target, _kind) = (logger, timeProvider, server, operation, target, kind);
        var word = operation.Name.Replace('-', '_');
        _tags = new TagList
        {
            { "execution_control.service", ErrorType.Word(operation.Service) },
            { OperationTag, kind == CallKind.Wait ? $"wait_for_{word}" : word },
            { "server.address", server.Host },
        };
        _startedAt = timeProvider.GetTimestamp();
        _activity = ClientDiagnostics.Source.StartActivity(NameOf(operation, kind));
        if (_activity is { IsAllDataRequested: true })
        {
            foreach (var tag in _tags)
            {
                _activity.SetTag(tag.Key, tag.Value);
            }

            _activity.SetTag("execution_control.target", target);
            _activity.SetTag("server.port", server.Port);
            if (correlationId is not null)
            {
                _activity.SetTag("execution_control.correlation_id", correlationId);
            }

            if (IsPart)
            {
                _activity.SetTag("execution_control.part", ErrorType.Word(kind));
            }
        }
    }

    private bool IsPart => _kind is CallKind.Round or CallKind.Look or CallKind.Page;

    /// <summary>Does something as a part of this, wherever it is asked for: the rows of a list come in the flow of whoever reads them.</summary>
    public async ValueTask<T> WithinAsync<T>(Func<ValueTask<T>> work)
    {
        if (_activity is not null)
        {
            Activity.Current = _activity;
        }

        return await work().ConfigureAwait(false);
    }

    /// <summary>Notes an attempt that has ended.</summary>
    public void Attempt(int number, AttemptFailure? failure)
    {
        var error = failure?.ErrorType;
        if (failure is { Kind: FailureKind.Canceled })
        {
            CallLog.AttemptCanceled(_logger, number, _operation.Name, _target, _operation.Service, _server.Host);
        }
        else if (failure is not null)
        {
            CallLog.AttemptFailed(_logger, number, _operation.Name, _target, _operation.Service, _server.Host, failure.Kind, error, failure.Summary);
        }

        if (number > 1)
        {
            ClientDiagnostics.Retries.Add(1, With(ErrorTag, _lastError));
        }

        _lastError = error;
        if (_activity is { IsAllDataRequested: true })
        {
            var tags = new ActivityTagsCollection { ["execution_control.attempt"] = number };
            if (failure is not null)
            {
                tags["execution_control.failure"] = ErrorType.Word(failure.Kind);
            }

            if (error is not null)
            {
                tags[ErrorTag] = error;
            }

            if (failure?.Answer?.Status is { } status)
            {
                tags["http.response.status_code"] = status;
            }

            _activity.AddEvent(new ActivityEvent("attempt", _timeProvider.GetUtcNow(), tags));
        }
    }

    /// <summary>Notes a wait that begins.</summary>
    public void Wait(TimeSpan delay) => CallLog.Waiting(_logger, delay, _operation.Name, _target, _operation.Service, _server.Host);

    /// <summary>Notes that it came to a result.</summary>
    public void End(ControlResult result) => End(result.Outcome, result.Attempts);

    /// <summary>Notes that it went well.</summary>
    public void End(ControlOutcome outcome, int attempts = 1) => End(ErrorType.Word(outcome), attempts, error: null, why: null, isCanceled: false);

    /// <summary>Notes how a wait ended.</summary>
    public void End(WaitOutcome outcome) => End(ErrorType.Word(outcome), attempts: 1, error: null, why: null, isCanceled: false);

    /// <summary>Notes that it failed. That its caller cancelled it is no error.</summary>
    public void End(IControlCallFailure failure)
    {
        var isCanceled = failure is OperationCanceledException;
        var error = isCanceled ? null : failure.Details.ErrorType ?? ErrorType.Word(failure.Outcome);
        End(ErrorType.Word(failure.Outcome), failure.Details.Attempts, error, failure.Details.ServiceMessage, isCanceled);
    }

    public void Dispose() => _activity?.Dispose();

    private static string NameOf(ControlOperation operation, CallKind kind) => kind switch
    {
        CallKind.Wait => $"{operation.Service} wait-for-{operation.Name}",
        CallKind.Call => $"{operation.Service} {operation.Name}",
        _ => $"{operation.Service} {operation.Name} {ErrorType.Word(kind)}",
    };

    private void End(string outcome, int attempts, string? error, string? why, bool isCanceled)
    {
        var tags = With(ErrorTag, error);
        tags.Add(OutcomeTag, outcome);
        Counter().Add(1, tags);
        if (!IsPart)
        {
            ClientDiagnostics.Duration.Record(_timeProvider.GetElapsedTime(_startedAt).TotalSeconds, tags);
        }

        if (_kind == CallKind.Call && _operation.ChangesState)
        {
            Log(outcome, attempts, error);
        }

        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag(OutcomeTag, outcome);
            if (isCanceled)
            {
                _activity.SetTag("execution_control.canceled", value: true);
            }

            if (error is not null)
            {
                _activity.SetTag(ErrorTag, error);
                _activity.SetStatus(ActivityStatusCode.Error, why);
            }
        }
    }

    private void Log(string outcome, int attempts, string? error)
    {
        if (error is null)
        {
            CallLog.CallEnded(_logger, _operation.Name, _target, _operation.Service, _server.Host, outcome, attempts);
        }
        else
        {
            CallLog.CallFailed(_logger, _operation.Name, _target, _operation.Service, _server.Host, outcome, error, attempts);
        }
    }

    private System.Diagnostics.Metrics.Counter<long> Counter() => _kind switch
    {
        CallKind.Wait => ClientDiagnostics.Waits,
        CallKind.Round => ClientDiagnostics.Rounds,
        CallKind.Look => ClientDiagnostics.Looks,
        CallKind.Page => ClientDiagnostics.Pages,
        _ when _operation.ChangesState => ClientDiagnostics.Calls,
        _ => ClientDiagnostics.Reads,
    };

    private TagList With(string key, string? value)
    {
        var tags = _tags;
        if (value is not null)
        {
            tags.Add(key, value);
        }

        return tags;
    }
}

/// <summary>What a span and a count stand for.</summary>
internal enum CallKind
{
    /// <summary>A whole call, or a read where the operation changes nothing.</summary>
    Call,

    /// <summary>A whole wait for an operation's effect.</summary>
    Wait,

    /// <summary>One of the rounds that a call is made of.</summary>
    Round,

    /// <summary>A read that a call or a wait makes by itself.</summary>
    Look,

    /// <summary>A page of a list.</summary>
    Page,
}
