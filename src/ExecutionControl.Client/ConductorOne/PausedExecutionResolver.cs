using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Resolves paused executions round after round until nothing is errored, nothing gets better, or the rounds are used up, and
/// brings what all of them came to into one result.
/// </summary>
internal sealed class PausedExecutionResolver(
    ServerConnection connection,
    ConductorOneApiClient api,
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
        var history = new ResolvePausedHistory(automationId, decision, connection.TimeProvider);
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
            CallLog.RoundEnded(connection.Logger, history.Rounds.Count, automationId, history.Rounds[^1].ResolvedCount, history.ErroredCount);
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

        response.BulkActionId = ConductorOneModels.ToBulkActionId(response.BulkActionId);
        return response is { BulkActionId: not null } or { PausedCount: >= 0 and <= uint.MaxValue, ErroredCount: >= 0 and <= uint.MaxValue }
            ? response
            : throw new UnreadableAnswerException("the answer holds neither both counts nor a bulk action");
    }

    private ControlCall<Wire.ResolvePausedAutomationExecutionsResponse> Round(
        string automationId,
        Wire.ResolvePausedAutomationExecutionsRequestInput body,
        CallTerms terms,
        TimeSpan? remaining) => new()
        {
            Operation = ControlOperations.ResolvePausedExecutions,
            Target = automationId,
            Kind = CallKind.Round,
            Terms = terms with { Limits = new CallLimits(terms.Limits.MaxAttempts, OptionValue.Limit(options.AttemptTimeout), remaining) },
            Send = async (attempt, token) => Require(await api.Api.V1.Automations[automationId].Circuit_breaker.Resolve_paused
                .PostAsync(body, attempt.Configure<Microsoft.Kiota.Abstractions.DefaultQueryParameters>(), token).ConfigureAwait(false)),
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
            CallLog.ProgressFailed(connection.Logger, exception, state.Round, automationId);
        }
    }

    /// <summary>How long to wait before the next round; <see langword="null"/> when there is none to be made.</summary>
    private TimeSpan? NextWait(ResolvePausedHistory history, TimeSpan? remaining)
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
}
