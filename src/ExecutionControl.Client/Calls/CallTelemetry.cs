using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Calls;

/// <summary>What one call tells about itself: a span with its attempts as events, counters, and log messages. Never a credential or a body.</summary>
internal sealed class CallTelemetry : IDisposable
{
    private const string OutcomeTag = "execution_control.outcome";

    private readonly ILogger _logger;
    private readonly ControlOperation _operation;
    private readonly string _target;
    private readonly Activity? _activity;
    private readonly TagList _tags;

    private readonly CountedAs _countedAs;

    public CallTelemetry(ILogger logger, ControlOperation operation, string target, Uri server, CountedAs countedAs)
    {
        _logger = logger;
        _countedAs = countedAs;
        _operation = operation;
        _target = target;
        _tags = TagsOf(operation);
        _activity = ClientDiagnostics.Source.StartActivity($"{operation.Service} {operation.Name}", ActivityKind.Client);
        if (_activity is { IsAllDataRequested: true })
        {
            foreach (var tag in _tags)
            {
                _activity.SetTag(tag.Key, tag.Value);
            }

            _activity.SetTag("execution_control.target", target);
            _activity.SetTag("server.address", server.Host);
            _activity.SetTag("server.port", server.Port);
        }
    }

    /// <summary>Counts and logs a call or a read that has ended as a whole.</summary>
    public static void Count(ILogger logger, ControlOperation operation, string target, ControlOutcome outcome, int attempts)
    {
        var tags = TagsOf(operation);
        tags.Add(OutcomeTag, outcome.ToString());
        (operation.ChangesState ? ClientDiagnostics.Calls : ClientDiagnostics.Reads).Add(1, tags);
        if (operation.ChangesState)
        {
            CallLog.CallEnded(logger, operation.Name, target, operation.Service, outcome, attempts);
        }
    }

    /// <summary>Counts a call that is made of several requests by what it came to as a whole.</summary>
    public static async Task<TResult> CountAsync<TResult>(ILogger logger, ControlOperation operation, string target, Func<Task<TResult>> call)
        where TResult : ControlResult
    {
        try
        {
            var result = await call().ConfigureAwait(false);
            Count(logger, operation, target, result.Outcome, result.Attempts);
            return result;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            Count(logger, operation, target, failure.Outcome, failure.Details.Attempts);
            throw;
        }
    }

    /// <summary>Notes an attempt that has ended.</summary>
    public void Attempt(int number, AttemptFailure? failure)
    {
        if (failure is not null)
        {
            CallLog.AttemptFailed(_logger, number, _operation.Name, _target, _operation.Service, failure.Kind, failure.Summary);
        }

        if (number > 1)
        {
            ClientDiagnostics.Retries.Add(1, _tags);
        }

        if (_activity is { IsAllDataRequested: true })
        {
            var tags = new ActivityTagsCollection { ["http.request.resend_count"] = number - 1 };
            if (failure is not null)
            {
                tags["execution_control.attempt"] = failure.Kind.ToString();
                tags["error.type"] = ErrorType(failure);
            }

            if (failure?.Answer?.Status is { } status)
            {
                tags["http.response.status_code"] = status;
            }

            _activity.AddEvent(new ActivityEvent("attempt", tags: tags));
        }
    }

    /// <summary>Notes a wait that begins.</summary>
    public void Wait(TimeSpan delay) => CallLog.Waiting(_logger, delay, _operation.Name, _target, _operation.Service);

    /// <summary>Notes how the call ended.</summary>
    public void End(ControlOutcome outcome, int attempts, AttemptFailure? failure)
    {
        if (_countedAs == CountedAs.Call)
        {
            Count(_logger, _operation, _target, outcome, attempts);
        }
        else if (_countedAs == CountedAs.Round)
        {
            var tags = _tags;
            tags.Add(OutcomeTag, outcome.ToString());
            ClientDiagnostics.Rounds.Add(1, tags);
        }

        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag(OutcomeTag, outcome.ToString());
            if (failure?.Answer?.Status is { } status)
            {
                _activity.SetTag("http.response.status_code", status);
            }

            if (outcome is ControlOutcome.Refused or ControlOutcome.NotApplied or ControlOutcome.Unknown)
            {
                _activity.SetTag("error.type", failure is null ? outcome.ToString() : ErrorType(failure));
                _activity.SetStatus(ActivityStatusCode.Error, failure?.Summary);
            }
        }
    }

    public void Dispose() => _activity?.Dispose();

    private static TagList TagsOf(ControlOperation operation) => new()
    {
        { "execution_control.service", operation.Service.ToString() },
        { "execution_control.operation", operation.Name },
    };

    private static string ErrorType(AttemptFailure failure) =>
        failure.Answer?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? failure.Cause?.GetType().FullName ?? failure.Kind.ToString();
}
