using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Calls;

/// <summary>
/// Makes calls: gets a token for every attempt, sends again where the operation allows it, and brings every call to exactly
/// one outcome.
/// </summary>
internal sealed class ControlCallExecutor(
    Uri server,
    ITokenSource tokens,
    ControlRetryOptions retry,
    TimeProvider timeProvider,
    Random random,
    ILogger logger,
    CancellationToken closing)
{
    private const int TooManyRequests = 429;

    /// <summary>The longest Retry-After that is waited for where no deadline bounds the call.</summary>
    private static readonly TimeSpan _maxWaitWithoutDeadline = TimeSpan.FromMinutes(5);

    private readonly StandingRejection _rejection = new(timeProvider);
    private readonly TokenContext _context = new(server) { Reason = TokenReason.Call };
    private readonly RetryDelay _delay = new(retry, random);

    /// <summary>What the calls to this server tell about themselves.</summary>
    public CallTelemetry Telemetry { get; } = new(logger, timeProvider, server);

    /// <summary>Cancelled when the client is disposed of: no call begins or goes on then.</summary>
    public CancellationToken Closing => closing;

    private bool IsClosed => closing.IsCancellationRequested;

    /// <summary>Makes a call.</summary>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">
    /// The call was cancelled, or the client was disposed of while it was not known what became of the call.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of before.</exception>
    public async Task<Completed<T>> ExecuteAsync<T>(ControlCall<T> call, CancellationToken cancellationToken)
    {
        ThrowIfClosed(call.Operation);
        using var scope = Telemetry.Correlate(call.Terms.CorrelationId);
        if (call.Span is { } whole)
        {
            return await MakeAsync(call, whole, cancellationToken).ConfigureAwait(false);
        }

        using var span = Telemetry.Start(call.Operation, call.Target, call.Kind, call.Terms.CorrelationId);
        try
        {
            var completed = await MakeAsync(call, span, cancellationToken).ConfigureAwait(false);
            span.End(completed.Value is ControlResult settled ? settled.Outcome : ControlOutcome.Applied, completed.Attempts);
            return completed;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            span.End(failure);
            throw;
        }
    }

    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public void ThrowIfClosed(ControlOperation operation)
    {
        if (IsClosed)
        {
            throw Disposed(operation);
        }
    }

    private static ObjectDisposedException Disposed(ControlOperation operation) => new($"{operation.Service}Client");

    private static AttemptResult<T> Canceled<T>(Exception cause, bool wasSent) =>
        new(default, new AttemptFailure(FailureKind.Canceled, "the call was cancelled") { Cause = cause, WasSent = wasSent });

    private static Completed<T> Complete<T>(T value, CallState state) =>
        new(value, state.Attempts, state.HadUnclearAttempt, state.LastAttempt?.RequestId, state.LastAttempt?.AnsweredAt);

    /// <summary>Where a look decides, it decides right before the next attempt; an operation that needs one and has none is not sent again.</summary>
    private static bool RepeatsWhenUnclear<T>(ControlCall<T> call) => call.Operation.Repetition switch
    {
        ControlRepetition.Always => true,
        ControlRepetition.OnCondition => call.MayRepeat is not null,
        _ => false,
    };

    private async Task<Completed<T>> MakeAsync<T>(ControlCall<T> call, CallTelemetry.Span span, CancellationToken cancellationToken)
    {
        var state = new CallState(timeProvider, call.Terms, span) { CallerToken = cancellationToken };
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        var (value, failure) = await AttemptUntilDoneAsync(call, state, linked.Token).ConfigureAwait(false);
        return failure is null ? Complete(value!, state) : await SettleAsync(call, state, failure, linked.Token).ConfigureAwait(false);
    }

    /// <summary>Makes attempts until one is an answer, or no further one may be made.</summary>
    private async Task<AttemptResult<T>> AttemptUntilDoneAsync<T>(ControlCall<T> call, CallState state, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var result = await AttemptAsync(call, state, cancellationToken).ConfigureAwait(false);
                if (result.Failure is not { } failure || WaitAfter(failure, call, state) is not { } wait)
                {
                    return result;
                }

                state.Span.Wait(wait);
                await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
                ThrowIfClosed(call.Operation);
                if (state.HadUnclearAttempt
                    && call.MayRepeat is { } mayRepeat
                    && !await mayRepeat(state.Remaining, cancellationToken).ConfigureAwait(false))
                {
                    return result;
                }
            }
        }
        catch (Exception exception) when (
            (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
            || (exception is ObjectDisposedException && IsClosed))
        {
            return Canceled<T>(exception, wasSent: false);
        }
    }

    /// <summary>Makes one attempt, and a second one with a new token where the service rejected the token of the first.</summary>
    private async Task<AttemptResult<T>> AttemptAsync<T>(ControlCall<T> call, CallState state, CancellationToken cancellationToken)
    {
        var result = await SendOnceAsync(call, state, rejected: null, cancellationToken).ConfigureAwait(false);
        if (result.Failure is { IsTokenRejected: true } && !state.HasRenewedToken && state.LastToken is { } rejected && !_rejection.IsOf(rejected))
        {
            state.HasRenewedToken = true;
            result = await SendOnceAsync(call, state, (result, rejected), cancellationToken).ConfigureAwait(false);
            if (result.Failure is { IsTokenRejected: true } && !ReferenceEquals(state.LastToken, rejected))
            {
                _rejection.Note(state.LastToken);
            }
        }

        if (result.Failure is null)
        {
            _rejection.Forget();
        }

        return result;
    }

    /// <summary>Sends once, and notes it as an attempt of its own: none is lost because another follows.</summary>
    private async Task<AttemptResult<T>> SendOnceAsync<T>(
        ControlCall<T> call,
        CallState state,
        (AttemptResult<T> Result, AccessToken Token)? rejected,
        CancellationToken cancellationToken)
    {
        var attempts = state.Attempts;
        var result = await SendAsync(call, state, rejected, cancellationToken).ConfigureAwait(false);
        if (state.Attempts > attempts)
        {
            state.Span.Attempt(state.Attempts, result.Failure);
            state.HadUnclearAttempt |= result.Failure is { Kind: FailureKind.Unclear } or { Kind: FailureKind.Canceled, WasSent: true };
        }

        return result;
    }

    private async Task<AttemptResult<T>> SendAsync<T>(
        ControlCall<T> call,
        CallState state,
        (AttemptResult<T> Result, AccessToken Token)? rejected,
        CancellationToken cancellationToken)
    {
        var timeLimit = state.AttemptTimeout;
        if (timeLimit <= TimeSpan.Zero)
        {
            return new AttemptResult<T>(default, new AttemptFailure(FailureKind.Unsent, "the time for the call was up"));
        }

        using var timeout = new CancellationTokenSource(timeLimit ?? Timeout.InfiniteTimeSpan, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        Attempt? attempt = null;
        try
        {
            var token = await tokens.GetTokenAsync(
                rejected is { } refused ? new TokenContext(server) { Rejected = refused.Token, Reason = TokenReason.Rejection } : _context,
                linked.Token).ConfigureAwait(false);
            if (rejected is { } before && string.Equals(token.Value, before.Token.Value, StringComparison.Ordinal))
            {
                return before.Result;
            }

            state.Attempts++;
            state.LastToken = token;
            state.LastAttempt = attempt = new Attempt(server, token.Value)
            {
                HiddenFields = call.HiddenFields,
                CorrelationId = call.Terms.CorrelationId,
            };
            return new AttemptResult<T>(await call.Send(attempt, linked.Token).ConfigureAwait(false), Failure: null);
        }
        catch (Exception exception) when (IsClosed || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return Canceled<T>(exception, wasSent: attempt is { IsSent: true });
        }
        catch (Exception exception) when (!ProgramMistake.Is(exception))
        {
            if (attempt is null)
            {
                state.Attempts++;
                exception = exception is TokenRequestException or OperationCanceledException
                    ? exception
                    : new TokenRequestException($"no token could be had: {exception.Message}", isRejection: false, exception);
            }

            return new AttemptResult<T>(default, FailureClassifier.Classify(exception, attempt, timeLimit, call.IsRefusal));
        }
    }

    /// <summary>How long to wait before the next attempt; <see langword="null"/> when none may be made.</summary>
    private TimeSpan? WaitAfter<T>(AttemptFailure failure, ControlCall<T> call, CallState state)
    {
        if (failure.Kind is not (FailureKind.Unsent or FailureKind.Unclear)
            || state.Attempts >= state.Terms.MaxAttempts
            || (call.Terms.EndsWhenRateLimited && failure.Answer?.Status == TooManyRequests)
            || (state.HadUnclearAttempt && !RepeatsWhenUnclear(call)))
        {
            return null;
        }

        var wait = _delay.After(state.Attempts, failure.RetryAfter);
        var isTooLong = state.Remaining is { } remaining ? wait >= remaining : failure.RetryAfter > _maxWaitWithoutDeadline;
        return isTooLong ? null : wait;
    }

    /// <summary>Brings a call that no answer has settled to its outcome.</summary>
    private async Task<Completed<T>> SettleAsync<T>(ControlCall<T> call, CallState state, AttemptFailure failure, CancellationToken cancellationToken)
    {
        var report = new FailureReport(call.Operation, call.Target, state.Attempts, failure);
        if (failure.Kind == FailureKind.Canceled)
        {
            // Whoever cancels before the client is disposed of asked for the former.
            if (!state.CallerToken.IsCancellationRequested && (!state.HadUnclearAttempt || !call.Operation.ChangesState))
            {
                ThrowIfClosed(call.Operation);
            }

            throw report.Canceled(state.HadUnclearAttempt, state.CallerToken);
        }

        if (!call.Operation.ChangesState || !state.HadUnclearAttempt)
        {
            throw failure.Kind == FailureKind.Refused ? report.Refused() : report.NotApplied();
        }

        string? seen = null;
        if (call.Observe is { } observe)
        {
            try
            {
                var observation = await observe(cancellationToken).ConfigureAwait(false);
                if (observation.ProvesApplied)
                {
                    return Complete(observation.Value!, state);
                }

                seen = observation.State;
            }
            catch (ControlCallException)
            {
                // The look tells nothing then; the outcome is unknown all the same.
            }
            catch (Exception exception) when (exception is OperationCanceledException || (exception is ObjectDisposedException && IsClosed))
            {
                throw report.Canceled(hadUnclearAttempt: true, state.CallerToken);
            }
        }

        throw report.Unknown(seen);
    }

    /// <summary>What an attempt came to: a value, or a failure.</summary>
    private readonly record struct AttemptResult<T>(T? Value, AttemptFailure? Failure);

    /// <summary>
    /// Remembers that a token was rejected which had just been renewed: then it is the credential that the service does not want, and another
    /// token, each an audit event there, would be rejected as well. Forgotten when the service takes a token again, when the token is another,
    /// and after a minute, so that whoever runs for long finds out that the credential is good again.
    /// </summary>
    private sealed class StandingRejection(TimeProvider timeProvider)
    {
        private static readonly TimeSpan _span = TimeSpan.FromMinutes(1);
        private volatile Noted? _noted;

        /// <summary>Whether a renewal of this token would be of no use.</summary>
        public bool IsOf(AccessToken token) =>
            _noted is { } noted
            && string.Equals(noted.Token.Value, token.Value, StringComparison.Ordinal)
            && timeProvider.GetElapsedTime(noted.At) < _span;

        public void Note(AccessToken token) => _noted = new Noted(token, timeProvider.GetTimestamp());

        public void Forget() => _noted = null;

        private sealed record Noted(AccessToken Token, long At);
    }
}
