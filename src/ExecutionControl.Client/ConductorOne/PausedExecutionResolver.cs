using System.Globalization;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Resolves paused executions round after round until nothing is errored, nothing gets better, or the rounds are used up, and
/// brings what all of them came to into one result.
/// </summary>
internal sealed partial class PausedExecutionResolver(
    ServerConnection connection,
    ConductorOneRequests requests,
    PausedBacklog backlog,
    ResolvePausedRoundOptions options)
{
    public async Task<ResolvePausedResult> ResolveAsync(
        string automationId,
        PausedExecutionDecision decision,
        ResolvePausedOptions? given,
        CallTerms terms,
        TimeSpan? deadline,
        CancellationToken cancellationToken)
    {
        var body = ConductorOneRequests.ResolvePausedBody(decision, given?.Reason);
        var history = new History(automationId, decision, connection.TimeProvider);
        var startedAt = connection.TimeProvider.GetTimestamp();
        while (true)
        {
            Completed<Wire.ResolvePausedAutomationExecutionsResponse> answer;
            try
            {
                answer = await connection.Executor.ExecuteAsync(Round(automationId, body, terms, Remaining(deadline, startedAt)), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ControlCallException exception) when (history.Rounds.Count > 0)
            {
                return history.AfterFailedRound(exception);
            }
            catch (ControlCallCanceledException exception) when (history.Rounds.Count > 0)
            {
                throw history.AfterCancelledRound(exception);
            }
            catch (ObjectDisposedException exception) when (history.Rounds.Count > 0 && connection.IsDisposed)
            {
                throw history.EndedBetweenRounds(exception, cancellationToken);
            }

            if (answer.Value.BulkActionId is { } bulkActionId)
            {
                return history.Background(bulkActionId, answer);
            }

            history.Add(answer, answer.Value.PausedCount!.Value, answer.Value.ErroredCount!.Value);
            LogRound(connection.Logger, history.Rounds.Count, automationId, history.Rounds[^1].ResolvedCount, history.ErroredCount);
            var wait = NextWait(history, Remaining(deadline, startedAt));
            Tell(given?.Progress, history.Progress(wait), automationId);
            if (wait is not { } pause)
            {
                return history.Finished();
            }

            try
            {
                await connection.DelayAsync(pause, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception)
            {
                throw history.EndedBetweenRounds(exception, cancellationToken);
            }
        }
    }

    private static Wire.ResolvePausedAutomationExecutionsResponse Require(Wire.ResolvePausedAutomationExecutionsResponse? response)
    {
        if (response is null)
        {
            throw new UnreadableAnswerException("the answer was empty");
        }

        response.BulkActionId = ConductorOneReader.BulkActionIdOf(response.BulkActionId);
        return response is { BulkActionId: not null } or { PausedCount: >= 0 and <= uint.MaxValue, ErroredCount: >= 0 and <= uint.MaxValue }
            ? response
            : throw new UnreadableAnswerException("the answer holds neither both counts nor a bulk action");
    }

    private ControlCall<Wire.ResolvePausedAutomationExecutionsResponse> Round(
        string automationId,
        byte[] body,
        CallTerms terms,
        TimeSpan? remaining) => new()
        {
            Operation = ControlOperations.ResolvePausedExecutions,
            Target = automationId,
            Kind = CallKind.Round,
            Terms = terms with { AttemptTimeout = OptionValue.Limit(options.AttemptTimeout), Deadline = remaining },
            Request = () => requests.ResolvePaused(automationId, body),
            Read = static answer => Require(answer.GetObjectValue(Wire.ResolvePausedAutomationExecutionsResponse.CreateFromDiscriminatorValue)),
            MayRepeat = async (left, token) =>
            {
                await backlog.WaitUntilStableAsync(automationId, left, terms, token).ConfigureAwait(false);
                return true;
            },
        };

    /// <summary>What watches the rounds costs nothing of what they settled.</summary>
    private void Tell(IProgress<ResolvePausedProgress>? progress, ResolvePausedProgress state, string automationId)
    {
        try
        {
            progress?.Report(state);
        }
        catch (Exception exception)
        {
            LogFailedProgress(connection.Logger, exception, state.Round, automationId);
        }
    }

    /// <summary>How long to wait before the next round; <see langword="null"/> when there is none to be made.</summary>
    private TimeSpan? NextWait(History history, TimeSpan? remaining)
    {
        if (history.ErroredCount == 0
            || history.RoundsWithoutProgress >= options.MaxRoundsWithoutProgress
            || history.Rounds.Count >= options.MaxRounds)
        {
            return null;
        }

        var ceiling = Math.Min(
            options.BaseRoundDelay.TotalMilliseconds * Math.Pow(2, Math.Min(history.Rounds.Count - 1, 62)),
            options.MaxRoundDelay.TotalMilliseconds);

        // Half of it is certain, so that the service has the time that the round is put off for.
        var wait = TimeSpan.FromMilliseconds(ceiling * (1 + connection.Random.NextDouble()) / 2);
        return wait >= remaining ? null : wait;
    }

    private TimeSpan? Remaining(TimeSpan? deadline, long startedAt) => deadline - connection.TimeProvider.GetElapsedTime(startedAt);

    [LoggerMessage(6, LogLevel.Information, "Round {Round} of resolving {Target}: {Resolved} settled, {Errored} errored", EventName = "RoundEnded")]
    private static partial void LogRound(ILogger logger, int round, string target, long resolved, long errored);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "What was to be told of round {Round} of resolving {Target} threw; the call goes on",
        EventName = "ProgressFailed")]
    private static partial void LogFailedProgress(ILogger logger, Exception exception, int round, string target);

    /// <summary>What the rounds of one resolve have come to, and how it ends.</summary>
    private sealed class History(string automationId, PausedExecutionDecision decision, TimeProvider timeProvider)
    {
        private long _leastErrored = long.MaxValue;
        private int _attempts;
        private string? _requestId;
        private DateTimeOffset? _acceptedAt;

        public List<ResolvePausedRound> Rounds { get; } = [];

        public long ResolvedCount { get; private set; }

        public long ErroredCount { get; private set; }

        public bool IsLowerBound { get; private set; }

        /// <summary>How many rounds in a row left no fewer errored executions than the best before them.</summary>
        public int RoundsWithoutProgress { get; private set; }

        private ResolvePausedTotals Totals => new()
        {
            Rounds = Rounds.Count,
            ResolvedCount = ResolvedCount,
            ErroredCount = ErroredCount,
            IsLowerBound = IsLowerBound,
        };

        public void Add<T>(Completed<T> answer, long resolved, long errored)
        {
            Note(answer);
            Rounds.Add(new ResolvePausedRound { Number = Rounds.Count + 1, ResolvedCount = resolved, ErroredCount = errored });
            ResolvedCount += resolved;
            ErroredCount = errored;
            RoundsWithoutProgress = errored < _leastErrored ? 0 : RoundsWithoutProgress + 1;
            _leastErrored = Math.Min(_leastErrored, errored);
        }

        public ResolvePausedProgress Progress(TimeSpan? nextRoundIn) => new()
        {
            Round = Rounds.Count,
            ResolvedCount = ResolvedCount,
            ErroredCount = ErroredCount,
            RemainingCount = ErroredCount,
            NextRoundIn = nextRoundIn,
            IsLowerBound = IsLowerBound,
        };

        public ResolvePausedResult Finished()
        {
            var outcome = ErroredCount > 0
                ? ControlOutcome.Partial
                : ResolvedCount == 0 && !IsLowerBound ? ControlOutcome.AlreadySo : ControlOutcome.Applied;
            return Result(outcome, ResolvedCount);
        }

        public ResolvePausedResult Background(string bulkActionId, Completed<Wire.ResolvePausedAutomationExecutionsResponse> answer)
        {
            Note(answer);
            return Result(ControlOutcome.Applied, resolvedCount: null) with
            {
                IsSettling = true,
                BulkActionId = bulkActionId,
            };
        }

        /// <summary>A round that certainly was not applied leaves what the others did; one of which nobody knows makes the whole unknown.</summary>
        public ResolvePausedResult AfterFailedRound(ControlCallException failure)
        {
            _attempts += failure.Details.Attempts;
            var details = failure.Details with { Totals = Totals, Attempts = _attempts };
            if (failure is ControlCallUnknownException unknown)
            {
                IsLowerBound = true;
                throw new ControlCallUnknownException($"{failure.Message} {SoFar()}", unknown.SafeToRepeat, details with { Totals = Totals }, failure)
                {
                    RepeatCanHelp = unknown.RepeatCanHelp,
                };
            }

            return Result(ControlOutcome.Partial, ResolvedCount) with
            {
                Cause = ControlCallFailure.From(failure),
                RequestId = failure.Details.RequestId ?? _requestId,
            };
        }

        public ControlCallCanceledException AfterCancelledRound(ControlCallCanceledException cancelled)
        {
            var isUnknown = cancelled.Outcome == ControlOutcome.Unknown;
            IsLowerBound |= isUnknown;
            return new(
                $"{cancelled.Message} {SoFar()}",
                isUnknown ? ControlOutcome.Unknown : ControlOutcome.Partial,
                cancelled.SafeToRepeat,
                cancelled.Details with { Totals = Totals, Attempts = _attempts + cancelled.Details.Attempts },
                cancelled,
                cancelled.CancellationToken);
        }

        public ControlCallCanceledException EndedBetweenRounds(Exception cause, CancellationToken cancellationToken) => new(
            $"{(cancellationToken.IsCancellationRequested ? "Cancelled" : "The client was disposed of")} between two rounds of resolving "
            + $"the paused executions of automation '{automationId}' at {ControlService.ConductorOne}. "
                + $"{SoFar()} Asking again is safe.",
            ControlOutcome.Partial,
            safeToRepeat: true,
            new ControlCallDetails
            {
                Service = ControlService.ConductorOne,
                Operation = ControlOperations.ResolvePausedExecutions.Name,
                Target = automationId,
                Attempts = _attempts,
                RequestId = _requestId,
                Totals = Totals,
            },
            cause,
            cancellationToken);

        private void Note<T>(Completed<T> answer)
        {
            _attempts += answer.Attempts;
            _requestId = answer.RequestId;
            _acceptedAt = answer.AnsweredAt ?? timeProvider.GetUtcNow();
            IsLowerBound |= answer.HadUnclearAttempt;
        }

        private string SoFar() => string.Create(
            CultureInfo.InvariantCulture,
            $"The rounds before settled {(IsLowerBound ? "at least " : string.Empty)}{ResolvedCount} executions and left {ErroredCount} paused.");

        private ResolvePausedResult Result(ControlOutcome outcome, long? resolvedCount) => new()
        {
            Service = ControlService.ConductorOne,
            Target = automationId,
            Outcome = outcome,
            Decision = decision,
            ResolvedCount = resolvedCount,
            ErroredCount = ErroredCount,
            IsLowerBound = IsLowerBound,
            Rounds = [.. Rounds],
            AcceptedAt = _acceptedAt,
            Attempts = _attempts,
            HadUnclearAttempt = IsLowerBound,
            RequestId = _requestId,
        };
    }
}
