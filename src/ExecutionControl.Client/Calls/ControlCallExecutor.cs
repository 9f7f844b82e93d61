using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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
    HttpMessageInvoker http,
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
    private readonly StopTokens _stops = new(timeProvider, closing);

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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Completed<T>> ExecuteAsync<T>(ControlCall<T> call, CancellationToken cancellationToken)
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
        new(value, state.Attempts, state.HadUnclearAttempt, state.LastAttempt);

    /// <summary>Where a look decides, it decides right before the next attempt; an operation that needs one and has none is not sent again.</summary>
    private static bool RepeatsWhenUnclear<T>(ControlCall<T> call) => call.Operation.Repetition switch
    {
        ControlRepetition.Always => true,
        ControlRepetition.OnCondition => call.MayRepeat is not null,
        _ => false,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Completed<T>> MakeAsync<T>(ControlCall<T> call, CallTelemetry.Span span, CancellationToken cancellationToken)
    {
        var state = new CallState(timeProvider, call.Terms, span) { CallerToken = cancellationToken };
        var first = IsStopped(state)
            ? Canceled<T>(new OperationCanceledException(cancellationToken), wasSent: false)
            : await SendAsync(call, state).ConfigureAwait(false);
        if (first.Failure is null)
        {
            return Complete(first.Value!, state);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing);
        first = await RenewAsync(call, state, first).ConfigureAwait(false);
        var (value, failure) = await RepeatAsync(call, state, first, stop.Token).ConfigureAwait(false);
        return failure is null ? Complete(value!, state) : await SettleAsync(call, state, failure, stop.Token).ConfigureAwait(false);
    }

    private bool IsStopped(CallState state) => state.CallerToken.IsCancellationRequested || IsClosed;

    /// <summary>Makes attempts after one that failed, until one is an answer, or no further one may be made.</summary>
    private async Task<AttemptResult<T>> RepeatAsync<T>(ControlCall<T> call, CallState state, AttemptResult<T> result, CancellationToken stop)
    {
        try
        {
            while (result.Failure is { } failure && WaitAfter(failure, call, state) is { } wait)
            {
                state.Span.Wait(wait);
                await Task.Delay(wait, timeProvider, stop).ConfigureAwait(false);
                ThrowIfClosed(call.Operation);
                if (state.HadUnclearAttempt
                    && call.MayRepeat is { } mayRepeat
                    && !await mayRepeat(state.Remaining, stop).ConfigureAwait(false))
                {
                    break;
                }

                stop.ThrowIfCancellationRequested();
                result = await RenewAsync(call, state, await SendAsync(call, state).ConfigureAwait(false)).ConfigureAwait(false);
            }

            return result;
        }
        catch (Exception exception) when (
            (exception is OperationCanceledException && stop.IsCancellationRequested) || (exception is ObjectDisposedException && IsClosed))
        {
            return Canceled<T>(exception, wasSent: false);
        }
    }

    /// <summary>Sends a second time with a new token, once in a call, where the service rejected the token of an attempt.</summary>
    private async Task<AttemptResult<T>> RenewAsync<T>(ControlCall<T> call, CallState state, AttemptResult<T> result)
    {
        if (result.Failure is not { IsTokenRejected: true } || state.HasRenewedToken || state.LastToken is not { } rejected || _rejection.IsOf(rejected))
        {
            return result;
        }

        state.HasRenewedToken = true;
        result = await SendAsync(call, state, (result, rejected)).ConfigureAwait(false);
        if (result.Failure is { IsTokenRejected: true } && !ReferenceEquals(state.LastToken, rejected))
        {
            _rejection.Note(state.LastToken);
        }

        return result;
    }

    /// <summary>Sends once, and notes it as an attempt of its own: none is lost because another follows.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult<T>> SendAsync<T>(
        ControlCall<T> call,
        CallState state,
        (AttemptResult<T> Result, AccessToken Token)? rejected = null)
    {
        var timeLimit = state.AttemptTimeout;
        if (timeLimit <= TimeSpan.Zero)
        {
            return new AttemptResult<T>(default, new AttemptFailure(FailureKind.Unsent, "the time for the call was up"));
        }

        using var stop = _stops.Begin(timeLimit, state.CallerToken);
        Attempt? attempt = null;
        try
        {
            var token = await tokens.GetTokenAsync(
                rejected is { } refused ? new TokenContext(server) { Rejected = refused.Token, Reason = TokenReason.Rejection } : _context,
                stop.Token).ConfigureAwait(false);
            if (rejected is { } before && string.Equals(token.Value, before.Token.Value, StringComparison.Ordinal))
            {
                return before.Result;
            }

            state.LastToken = token;
            state.LastAttempt = attempt = new Attempt(server, token.Bearer)
            {
                HiddenFields = call.HiddenFields,
                CorrelationId = call.Terms.CorrelationId,
            };
            var answer = await attempt.SendAsync(http, call.Request(), timeProvider, stop.Token).ConfigureAwait(false);
            var value = call.Read(AnswerParseNode.Parse(answer));
            _rejection.Forget();
            Note(state, failure: null);
            return new AttemptResult<T>(value, Failure: null);
        }
        catch (Exception exception) when (IsClosed || (exception is OperationCanceledException && IsStopped(state)))
        {
            var result = Canceled<T>(exception, wasSent: attempt is { IsSent: true });
            if (attempt is not null)
            {
                Note(state, result.Failure);
            }

            return result;
        }
        catch (Exception exception) when (!ProgramMistake.Is(exception))
        {
            var cause = attempt is not null || exception is TokenRequestException or OperationCanceledException
                ? exception
                : new TokenRequestException($"no token could be had: {exception.Message}", isRejection: false, exception);
            var failure = FailureClassifier.Classify(cause, attempt, timeLimit, call.IsRefusal);
            Note(state, failure);
            return new AttemptResult<T>(default, failure);
        }
    }

    private static void Note(CallState state, AttemptFailure? failure)
    {
        state.Attempts++;
        state.Span.Attempt(state.Attempts, failure);
        state.HadUnclearAttempt |= failure is { Kind: FailureKind.Unclear } or { Kind: FailureKind.Canceled, WasSent: true };
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
    private async Task<Completed<T>> SettleAsync<T>(ControlCall<T> call, CallState state, AttemptFailure failure, CancellationToken stop)
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
                var observation = await observe(stop).ConfigureAwait(false);
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

    /// <summary>
    /// Makes one token of everything that ends an attempt: its time limit, its caller, and the end of the client. What such a token is made of is
    /// used again for later attempts, as long as it was never cancelled.
    /// </summary>
    private sealed class StopTokens(TimeProvider timeProvider, CancellationToken closing)
    {
        private readonly CancellationToken _closing = closing;
        private readonly ConcurrentQueue<CancellationTokenSource> _kept = new();

        /// <summary>Begins an attempt, which ends when the lease is disposed of.</summary>
        public Lease Begin(TimeSpan? limit, CancellationToken caller)
        {
            if (timeProvider != TimeProvider.System)
            {
                // The timers of other clocks cannot be reset.
                return new Lease(this, limit is { } time ? new CancellationTokenSource(time, timeProvider) : new CancellationTokenSource(), caller);
            }

            var source = _kept.TryDequeue(out var kept) ? kept : new CancellationTokenSource();
            if (limit is { } given)
            {
                source.CancelAfter(given);
            }

            return new Lease(this, source, caller);
        }

        private void End(CancellationTokenSource source)
        {
            if (timeProvider == TimeProvider.System && source.TryReset())
            {
                _kept.Enqueue(source);
            }
            else
            {
                source.Dispose();
            }
        }

        /// <summary>The token of one attempt.</summary>
        public readonly struct Lease : IDisposable
        {
            private readonly StopTokens _owner;
            private readonly CancellationTokenSource _source;
            private readonly CancellationTokenRegistration _caller;
            private readonly CancellationTokenRegistration _closing;

            public Lease(StopTokens owner, CancellationTokenSource source, CancellationToken caller)
            {
                (_owner, _source) = (owner, source);
                _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
                _closing = owner._closing.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
            }

            public CancellationToken Token => _source.Token;

            public void Dispose()
            {
                // Each waits for a cancellation that is under way: nothing cancels the source after it was reset.
                _caller.Dispose();
                _closing.Dispose();
                _owner.End(_source);
            }
        }
    }
}
