using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Calls;

/// <summary>
/// What the calls to one server tell about themselves: spans with their attempts as events, instruments, and log messages. Never a
/// credential, a header or a body. The requests themselves are spans of the HTTP client's, below these.
/// </summary>
internal sealed partial class CallTelemetry(ILogger logger, TimeProvider timeProvider, Uri server)
{
    private const string OperationTag = "execution_control.operation";
    private const string OutcomeTag = "execution_control.outcome";
    private const string ErrorTag = "error.type";

    private static readonly Func<ILogger, string, IDisposable?> _correlation = LoggerMessage.DefineScope<string>("CorrelationId: {CorrelationId}");

    private readonly ILogger _logger = logger;
    private readonly TimeProvider _clock = timeProvider;
    private readonly Uri _server = server;

    /// <summary>Begins to tell of a call, or of a part of the one that is under way.</summary>
    public Span Start(ControlOperation operation, string target, CallKind kind, string? correlationId) => new(this, operation, target, kind, correlationId);

    /// <summary>Lets everything that is logged until the end of the scope carry the application's id of the call.</summary>
    public IDisposable? Correlate(string? correlationId) => correlationId is null ? null : _correlation(_logger, correlationId);

    /// <summary>Makes a call that is made of several requests, within one span.</summary>
    public async Task<TResult> RunAsync<TResult>(ControlOperation operation, string target, CallTerms terms, Func<Span, Task<TResult>> call)
        where TResult : ControlResult
    {
        using var scope = Correlate(terms.CorrelationId);
        return await WithinAsync(operation, target, CallKind.Call, terms, call, static (span, result) => span.End(result)).ConfigureAwait(false);
    }

    /// <summary>Waits for the effect of an operation, within one span.</summary>
    public Task<WaitResult<TState>> WaitAsync<TState>(
        ControlOperation operation, string target, CallTerms terms, Func<Task<WaitResult<TState>>> wait) =>
        WithinAsync(operation, target, CallKind.Wait, terms, _ => wait(), static (span, result) => span.End(result.Outcome));

    /// <summary>
    /// Yields the rows of a list whose pages are within one span. Whoever stops before the last row has what it wanted: that is no failure.
    /// </summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        ControlOperation operation,
        string target,
        CallTerms terms,
        Func<CancellationToken, IAsyncEnumerable<T>> list,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var span = Start(operation, target, CallKind.Call, terms.CorrelationId);
        var rows = list(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isAtRest = false;
        try
        {
            while (true)
            {
                isAtRest = false;
                try
                {
                    if (!await span.WithinAsync(rows.MoveNextAsync).ConfigureAwait(false))
                    {
                        isAtRest = true;
                        break;
                    }
                }
                catch (Exception exception) when (exception is IControlCallFailure failure)
                {
                    span.End(failure);
                    throw;
                }

                isAtRest = true;
                yield return rows.Current;
            }
        }
        finally
        {
            if (isAtRest)
            {
                span.End(ControlOutcome.Applied);
            }

            await rows.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<TResult> WithinAsync<TResult>(
        ControlOperation operation, string target, CallKind kind, CallTerms terms, Func<Span, Task<TResult>> work, Action<Span, TResult> end)
    {
        using var span = Start(operation, target, kind, terms.CorrelationId);
        try
        {
            var result = await work(span).ConfigureAwait(false);
            end(span, result);
            return result;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            span.End(failure);
            throw;
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Information,
        "{Operation} of {Target} at {Service} ({ServerAddress}) ended: {Outcome} after {Attempts} attempts",
        EventName = "CallEnded")]
    private static partial void LogEnd(
        ILogger logger, string operation, string target, ControlService service, string serverAddress, string outcome, int attempts);

    [LoggerMessage(
        11,
        LogLevel.Warning,
        "{Operation} of {Target} at {Service} ({ServerAddress}) ended: {Outcome} ({ErrorType}) after {Attempts} attempts",
        EventName = "CallFailed")]
    private static partial void LogFailure(
        ILogger logger, string operation, string target, ControlService service, string serverAddress, string outcome, string errorType, int attempts);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Attempt {Attempt} to {Operation} {Target} at {Service} ({ServerAddress}) failed ({Kind}, {ErrorType}): {Summary}",
        EventName = "AttemptFailed")]
    private static partial void LogFailedAttempt(
        ILogger logger,
        int attempt,
        string operation,
        string target,
        ControlService service,
        string serverAddress,
        FailureKind kind,
        string? errorType,
        string summary);

    [LoggerMessage(
        12,
        LogLevel.Information,
        "Attempt {Attempt} to {Operation} {Target} at {Service} ({ServerAddress}) was cancelled by the caller",
        EventName = "AttemptCancelled")]
    private static partial void LogCancelledAttempt(
        ILogger logger, int attempt, string operation, string target, ControlService service, string serverAddress);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Waiting {Delay} before the next attempt to {Operation} {Target} at {Service} ({ServerAddress})",
        EventName = "Waiting")]
    private static partial void LogWait(
        ILogger logger, TimeSpan delay, string operation, string target, ControlService service, string serverAddress);

    /// <summary>What one call, or one part of a call, tells about itself.</summary>
    public sealed class Span : IDisposable
    {
        private readonly CallTelemetry _telemetry;
        private readonly ControlOperation _operation;
        private readonly string _target;
        private readonly CallKind _kind;
        private readonly Activity? _activity;
        private readonly long _startedAt;
        private string? _lastError;

        public Span(CallTelemetry telemetry, ControlOperation operation, string target, CallKind kind, string? correlationId)
        {
            (_telemetry, _operation, _target, _kind) = (telemetry, operation, target, kind);
            _startedAt = telemetry._clock.GetTimestamp();
            _activity = ClientDiagnostics.Source.HasListeners() ? ClientDiagnostics.Source.StartActivity(Name) : null;
            if (_activity is { IsAllDataRequested: true })
            {
                foreach (var tag in Tags())
                {
                    _activity.SetTag(tag.Key, tag.Value);
                }

                _activity.SetTag("execution_control.target", target);
                _activity.SetTag("server.port", Server.Port);
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

        private Uri Server => _telemetry._server;

        private bool IsPart => _kind is CallKind.Round or CallKind.Look or CallKind.Page;

        private string Name => _kind switch
        {
            CallKind.Wait => $"{_operation.Service} wait-for-{_operation.Name}",
            CallKind.Call => $"{_operation.Service} {_operation.Name}",
            _ => $"{_operation.Service} {_operation.Name} {ErrorType.Word(_kind)}",
        };

        private Counter<long> Counter => _kind switch
        {
            CallKind.Wait => ClientDiagnostics.Waits,
            CallKind.Round => ClientDiagnostics.Rounds,
            CallKind.Look => ClientDiagnostics.Looks,
            CallKind.Page => ClientDiagnostics.Pages,
            _ when _operation.ChangesState => ClientDiagnostics.Calls,
            _ => ClientDiagnostics.Reads,
        };

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
                LogCancelledAttempt(_telemetry._logger, number, _operation.Name, _target, _operation.Service, Server.Host);
            }
            else if (failure is not null)
            {
                LogFailedAttempt(
                    _telemetry._logger, number, _operation.Name, _target, _operation.Service, Server.Host, failure.Kind, error, failure.Summary);
            }

            if (number > 1)
            {
                ClientDiagnostics.Retries.Add(1, Tags(_lastError));
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

                _activity.AddEvent(new ActivityEvent("attempt", _telemetry._clock.GetUtcNow(), tags));
            }
        }

        /// <summary>Notes a wait that begins.</summary>
        public void Wait(TimeSpan delay) => LogWait(_telemetry._logger, delay, _operation.Name, _target, _operation.Service, Server.Host);

        /// <summary>Notes that it came to a result.</summary>
        public void End(ControlResult result) => End(result.Outcome, result.Attempts);

        /// <summary>Notes that it went well.</summary>
        public void End(ControlOutcome outcome, int attempts = 1) => End(Word(outcome), attempts, error: null, why: null, isCanceled: false);

        /// <summary>Notes how a wait ended.</summary>
        public void End(WaitOutcome outcome) => End(ErrorType.Word(outcome), attempts: 1, error: null, why: null, isCanceled: false);

        /// <summary>Notes that it failed. That its caller cancelled it is no error.</summary>
        public void End(IControlCallFailure failure)
        {
            var isCanceled = failure is OperationCanceledException;
            var error = isCanceled ? null : failure.Details.ErrorType ?? Word(failure.Outcome);
            End(Word(failure.Outcome), failure.Details.Attempts, error, failure.Details.ServiceMessage, isCanceled);
        }

        public void Dispose() => _activity?.Dispose();

        /// <summary>Every call has one: it is not made anew for each.</summary>
        private static string Word(ControlOutcome outcome) => outcome switch
        {
            ControlOutcome.Applied => "applied",
            ControlOutcome.AlreadySo => "already_so",
            _ => ErrorType.Word(outcome),
        };

        private void End(string outcome, int attempts, string? error, string? why, bool isCanceled)
        {
            if (Counter.Enabled || ClientDiagnostics.Duration.Enabled)
            {
                var tags = Tags(error);
                tags.Add(OutcomeTag, outcome);
                Counter.Add(1, tags);
                if (!IsPart)
                {
                    ClientDiagnostics.Duration.Record(_telemetry._clock.GetElapsedTime(_startedAt).TotalSeconds, tags);
                }
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
                LogEnd(_telemetry._logger, _operation.Name, _target, _operation.Service, Server.Host, outcome, attempts);
            }
            else
            {
                LogFailure(_telemetry._logger, _operation.Name, _target, _operation.Service, Server.Host, outcome, error, attempts);
            }
        }

        private TagList Tags(string? error = null)
        {
            var word = _operation.Name.Replace('-', '_');
            var tags = new TagList
            {
                { "execution_control.service", ErrorType.Word(_operation.Service) },
                { OperationTag, _kind == CallKind.Wait ? $"wait_for_{word}" : word },
                { "server.address", Server.Host },
            };
            if (error is not null)
            {
                tags.Add(ErrorTag, error);
            }

            return tags;
        }
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
