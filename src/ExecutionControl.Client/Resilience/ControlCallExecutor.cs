using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Diagnostics;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ExecutionControl.Client.Resilience;

/// <summary>
/// Makes calls: gets a token for every attempt, sends again where the operation allows it, and brings every call to exactly
/// one outcome.
/// </summary>
internal sealed class ControlCallExecutor
{
    /// <summary>The longest Retry-After that is waited for where no deadline bounds the call.</summary>
    private static readonly TimeSpan _maxWaitWithoutDeadline = TimeSpan.FromMinutes(5);

    private readonly Uri _server;
    private readonly ITokenSource _tokens;
    private readonly StandingRejection _rejection;
    private readonly TimeProvider _timeProvider;
    private readonly CallLimits _limits;
    private readonly RetryDelay _delay;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _pipeline;
    private volatile bool _isClosed;

    public ControlCallExecutor(Uri server, ITokenSource tokens, ControlRetryOptions retry, TimeProvider timeProvider, Random random, ILogger logger)
    {
        _server = server;
        _tokens = tokens;
        _rejection = new StandingRejection(timeProvider);
        _timeProvider = timeProvider;
        _logger = logger;
        _limits = CallLimits.From(retry);
        _delay = new RetryDelay(retry, random);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                // Each call's own limit decides, in ShouldRetry.
                MaxRetryAttempts = int.MaxValue,
                UseJitter = false,
                MaxDelay = null,
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is IRetryDecision decision && decision.ShouldRetry()),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Result as IRetryDecision)?.Delay),
            })
            .Build();
    }

    private interface IRetryDecision
    {
        TimeSpan? Delay { get; }

        bool ShouldRetry();
    }

    /// <summary>Lets no call begin or go on any more.</summary>
    public void Close() => _isClosed = true;

    /// <summary>Makes a call.</summary>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The caller gave up, or disposed of the client while it was not known what became of the call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of before.</exception>
    public async Task<Completed<T>> ExecuteAsync<T>(ControlCall<T> call, CancellationToken cancellationToken)
    {
        ThrowIfClosed(call);
        using var telemetry = new CallTelemetry(_logger, call.Operation, call.Target, _server, call.CountedAs);
        var state = new CallState(_timeProvider, call.Limits ?? _limits, telemetry);
        AttemptResult<T> result;
        try
        {
            result = await _pipeline.ExecuteAsync(
                static async (arguments, token) => await arguments.Executor.AttemptAsync(arguments.Call, arguments.State, token).ConfigureAwait(false),
                (Executor: this, Call: call, State: state),
                cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            result = Canceled(call, state, exception, wasSent: false);
        }

        if (result.Failure is null)
        {
            telemetry.End(result.Value is ControlResult settled ? settled.Outcome : ControlOutcome.Applied, state.Attempts, failure: null);
            return Complete(result.Value!, state);
        }

        try
        {
            var completed = await SettleAsync(call, state, result.Failure, cancellationToken).ConfigureAwait(false);
            telemetry.End(ControlOutcome.Applied, state.Attempts, result.Failure);
            return completed;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            telemetry.End(failure.Outcome, state.Attempts, result.Failure);
            throw;
        }
    }

    private static ObjectDisposedException Disposed<T>(ControlCall<T> call) => new($"{call.Operation.Service}Client");

    private void ThrowIfClosed<T>(ControlCall<T> call)
    {
        if (_isClosed)
        {
            throw Disposed(call);
        }
    }

    /// <summary>Where a look decides, it decides right before the next attempt; an operation that needs one and has none is not sent again.</summary>
    private static bool MayRepeat<T>(ControlCall<T> call) =>
        call.Operation.Repetition == ControlRepetition.Always
        || (call.Operation.Repetition == ControlRepetition.OnCondition && call.MayRepeat is not null);

    private AttemptResult<T> Canceled<T>(ControlCall<T> call, CallState state, Exception cause, bool wasSent) =>
        new(this, call, state, new AttemptFailure(FailureKind.Canceled, "the call was cancelled") { Cause = cause, WasSent = wasSent });

    private static Completed<T> Complete<T>(T value, CallState state) =>
        new(value, state.Attempts, state.IsTainted, state.LastAttempt?.RequestId, state.LastAttempt?.AnsweredAt);

    private async Task<AttemptResult<T>> AttemptAsync<T>(ControlCall<T> call, CallState state, CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            return Canceled(call, state, Disposed(call), wasSent: false);
        }

        if (state is { IsTainted: true, LastFailure: { } failure }
            && call.MayRepeat is { } mayRepeat
            && !await mayRepeat(state.Remaining, cancellationToken).ConfigureAwait(false))
        {
            state.IsRepeatForbidden = true;
            return new AttemptResult<T>(this, call, state, failure);
        }

        var result = await SendOnceAsync(call, state, rejected: null, cancellationToken).ConfigureAwait(false);
        if (result.Failure is { IsTokenRejected: true } && !state.HasRenewedToken && state.LastAttempt is { Token: var rejected } && !_rejection.IsOf(rejected))
        {
            state.HasRenewedToken = true;
            result = await SendOnceAsync(call, state, (result, rejected), cancellationToken).ConfigureAwait(false);
            if (result.Failure is { IsTokenRejected: true } && !ReferenceEquals(state.LastAttempt.Token, rejected))
            {
                _rejection.Note(state.LastAttempt.Token);
            }
        }

        if (result.Failure is null)
        {
            _rejection.Forget();
        }

        state.LastFailure = result.Failure;
        state.Telemetry.Attempt(state.Attempts, result.Failure);
        state.IsTainted |= result.Failure is { Kind: FailureKind.Unclear } or { Kind: FailureKind.Canceled, WasSent: true };
        return result;
    }

    private async Task<AttemptResult<T>> SendOnceAsync<T>(
        ControlCall<T> call,
        CallState state,
        (AttemptResult<T> Result, AccessToken Token)? rejected,
        CancellationToken cancellationToken)
    {
        var timeLimit = state.AttemptTimeout;
        if (timeLimit <= TimeSpan.Zero)
        {
            return new AttemptResult<T>(this, call, state, new AttemptFailure(FailureKind.Unsent, "the time for the call was up"));
        }

        using var timeout = new CancellationTokenSource(timeLimit ?? Timeout.InfiniteTimeSpan, _timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        Attempt? attempt = null;
        try
        {
            var token = await _tokens.GetTokenAsync(_server, rejected?.Token, linked.Token).ConfigureAwait(false);
            if (rejected is { } before && string.Equals(token.Value, before.Token.Value, StringComparison.Ordinal))
            {
                return before.Result;
            }

            state.Attempts++;
            state.LastAttempt = attempt = new Attempt(_server, token) { HiddenFields = call.HiddenFields };
            return new AttemptResult<T>(this, call, state, failure: null, await call.Send(attempt, linked.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (_isClosed || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            return Canceled(call, state, exception, wasSent: attempt is { IsSent: true });
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

            return new AttemptResult<T>(this, call, state, FailureClassifier.Classify(exception, attempt, timeLimit, call.IsRefusal));
        }
    }

    private bool ShouldRetry<T>(ControlCall<T> call, CallState state, AttemptFailure failure)
    {
        if (failure.Kind is not (FailureKind.Unsent or FailureKind.Unclear)
            || state.IsRepeatForbidden
            || state.Attempts >= state.Limits.MaxAttempts
            || (state.IsTainted && !MayRepeat(call)))
        {
            return false;
        }

        var delay = _delay.After(state.Attempts, failure.RetryAfter);
        if (state.Remaining is { } remaining ? delay >= remaining : failure.RetryAfter > _maxWaitWithoutDeadline)
        {
            return false;
        }

        state.NextDelay = delay;
        state.Telemetry.Wait(delay);
        return true;
    }

    /// <summary>Brings a call that no answer has settled to its outcome.</summary>
    private async Task<Completed<T>> SettleAsync<T>(ControlCall<T> call, CallState state, AttemptFailure failure, CancellationToken cancellationToken)
    {
        var report = new FailureReport(call.Operation, call.Target, state.Attempts, failure);
        if (failure.Kind == FailureKind.Canceled)
        {
            if (!state.IsTainted || !call.Operation.ChangesState)
            {
                ThrowIfClosed(call);
            }

            throw report.Canceled(state.IsTainted, cancellationToken);
        }

        if (!call.Operation.ChangesState || !state.IsTainted)
        {
            throw failure.Kind == FailureKind.Refused ? report.Refused() : report.NotApplied();
        }

        string? seen = null;
        if (call.Look is { } look)
        {
            try
            {
                var sighting = await look(cancellationToken).ConfigureAwait(false);
                if (sighting.ProvesApplied)
                {
                    return Complete(sighting.Value!, state);
                }

                seen = sighting.State;
            }
            catch (ControlCallException)
            {
                // The look tells nothing then; the outcome is unknown all the same.
            }
            catch (Exception exception) when (exception is OperationCanceledException || (exception is ObjectDisposedException && _isClosed))
            {
                throw report.Canceled(isTainted: true, cancellationToken);
            }
        }

        throw report.Unknown(seen);
    }

    /// <summary>How an attempt ended, with what Polly needs to go on.</summary>
    private sealed class AttemptResult<T>(ControlCallExecutor executor, ControlCall<T> call, CallState state, AttemptFailure? failure, T? value = default) : IRetryDecision
    {
        public AttemptFailure? Failure => failure;

        public T? Value => value;

        public TimeSpan? Delay => state.NextDelay;

        public bool ShouldRetry() => failure is not null && executor.ShouldRetry(call, state, failure);
    }
}
