using System.Globalization;
using ExecutionControl.Client.Calls;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>What the rounds of one resolve have come to, and how it ends.</summary>
internal sealed class ResolvePausedHistory(string automationId, PausedExecutionDecision decision, TimeProvider timeProvider)
{
    private readonly List<ResolvePausedRound> _rounds = [];
    private long _leastErrored = long.MaxValue;
    private int _attempts;
    private string? _requestId;
    private DateTimeOffset? _acceptedAt;

    public IReadOnlyList<ResolvePausedRound> Rounds => _rounds;

    public long ResolvedCount { get; private set; }

    public long ErroredCount { get; private set; }

    public bool IsLowerBound { get; private set; }

    /// <summary>How many rounds in a row left no fewer errored executions than the best before them.</summary>
    public int RoundsWithoutProgress { get; private set; }

    private ResolvePausedTotals Totals => new()
    {
        Rounds = _rounds.Count,
        ResolvedCount = ResolvedCount,
        ErroredCount = ErroredCount,
        IsLowerBound = IsLowerBound,
    };

    public void Add<T>(Completed<T> answer, long resolved, long errored)
    {
        Note(answer);
        _rounds.Add(new ResolvePausedRound { Number = _rounds.Count + 1, ResolvedCount = resolved, ErroredCount = errored });
        ResolvedCount += resolved;
        ErroredCount = errored;
        RoundsWithoutProgress = errored < _leastErrored ? 0 : RoundsWithoutProgress + 1;
        _leastErrored = Math.Min(_leastErrored, errored);
    }

    public ResolvePausedProgress Progress(TimeSpan? nextRoundIn) => new()
    {
        Round = _rounds.Count,
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
        Rounds = [.. _rounds],
        AcceptedAt = _acceptedAt,
        Attempts = _attempts,
        HadUnclearAttempt = IsLowerBound,
        RequestId = _requestId,
    };
}
