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
    ResolvePausedRoundOptions options,
    int maxAttempts)
{
    public async Task<ResolvePausedResult> ResolveAsync(
        string automationId,
        PausedExecutionDecision decision,
        string? reason,
        IProgress<ResolvePausedProgress>? progress,
        CancellationToken cancellationToken)
    {
        var body = ConductorOneRequests.ResolvePausedBody(decision, reason);
        var history = new ResolvePausedHistory(automationId, decision);
        var startedAt = connection.TimeProvider.GetTimestamp();
        while (true)
        {
            Completed<Wire.ResolvePausedAutomationExecutionsResponse> answer;
            try
            {
                answer = await connection.Executor.ExecuteAsync(Round(automationId, body, startedAt), cancellationToken).ConfigureAwait(false);
            }
            catch (ControlCallException exception) when (history.Rounds.Count > 0)
            {
                return history.AfterFailedRound(exception);
            }
            catch (ControlCallCanceledException exception) when (history.Rounds.Count > 0)
            {
                throw history.AfterCancelledRound(exception);
            }

            if (answer.Value.BulkActionId is { } bulkActionId)
            {
                return history.Background(bulkActionId, answer, connection.TimeProvider);
            }

            history.Add(answer, answer.Value.PausedCount!.Value, answer.Value.ErroredCount!.Value);
            CallLog.RoundEnded(connection.Logger, history.Rounds.Count, automationId, history.Rounds[^1].ResolvedCount, history.ErroredCount);
            var wait = NextWait(history, startedAt);
            progress?.Report(history.Progress(wait));
            if (wait is not { } pause)
            {
                return history.Finished();
            }

            try
            {
                await Task.Delay(pause, connection.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception)
            {
                throw history.CancelledBetweenRounds(exception, cancellationToken);
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
        long startedAt) => new()
        {
            Operation = ControlOperations.ResolvePausedExecutions,
            Target = automationId,
            Kind = CallKind.Round,
            Limits = new CallLimits(maxAttempts, OptionValue.Limit(options.AttemptTimeout), Remaining(startedAt)),
            Send = async (attempt, token) => Require(await api.Api.V1.Automations[automationId].Circuit_breaker.Resolve_paused
                .PostAsync(body, attempt.Configure<Microsoft.Kiota.Abstractions.DefaultQueryParameters>(), token).ConfigureAwait(false)),
            MayRepeat = async (remaining, token) =>
            {
                await backlog.WaitUntilStableAsync(automationId, remaining, token).ConfigureAwait(false);
                return true;
            },
        };

    /// <summary>How long to wait before the next round; <see langword="null"/> when there is none to be made.</summary>
    private TimeSpan? NextWait(ResolvePausedHistory history, long startedAt)
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
        return Remaining(startedAt) is { } remaining && wait >= remaining ? null : wait;
    }

    private TimeSpan? Remaining(long startedAt) => OptionValue.Limit(options.Deadline) - connection.TimeProvider.GetElapsedTime(startedAt);
}
