using System.Runtime.CompilerServices;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Plans what reverses a run: exactly the targets that it changed and that can be reversed. Changes nothing.</summary>
public static class RunUndo
{
    /// <summary>The header of the plan that undoes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why it is undone; <see langword="null"/> where nobody said.</param>
    /// <param name="createdAt">When the plan is made.</param>
    /// <returns>The header.</returns>
    public static PlanHeader HeaderOf(RunRecord run, string? reason, DateTimeOffset createdAt)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new PlanHeader
        {
            CreatedAt = createdAt,
            Accounts = run.Plan.Accounts,
            Reason = reason,
            Title = $"undo of {run.Id}",
            Undoes = run.Id,
        };
    }

    /// <summary>
    /// Goes through the targets of a run and says of each that it may have changed how it is undone, or why it cannot be. Targets that it did not
    /// change are left out.
    /// </summary>
    /// <param name="journal">The journal.</param>
    /// <param name="runId">The run's whole id.</param>
    /// <param name="options">What else is reversed; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The steps, in the order of the run's plan.</returns>
    public static async IAsyncEnumerable<UndoStep> PlanAsync(
        IRunJournal journal, string runId, RunUndoOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(journal);
        await foreach (var target in journal.ListTargetsAsync(runId, null, cancellationToken).ConfigureAwait(false))
        {
            if (StepOf(target, options?.ReversesBans is true) is { } step)
            {
                yield return step;
            }
        }
    }

    private static UndoStep? StepOf(RunTarget target, bool reversesBans)
    {
        var planned = target.Planned;
        var operation = planned.DecidedOperation;
        if (target.Status == RunTargetStatus.Intended || target.Result is { Outcome: TargetOutcome.Unknown })
        {
            return UndoStep.Impossible(target, "it is not known whether the run changed it");
        }

        if (target.Result is not { Outcome: TargetOutcome.Applied or TargetOutcome.Partial } result)
        {
            return null;
        }

        if (operation.Undo?.OperationId is not { } id || ControlOperations.Find(id) is not { } reverse)
        {
            return UndoStep.Impossible(target, operation.Undo?.Explanation ?? "it cannot be undone");
        }

        // Codegen answers alike whether it was so before or not, and shows nowhere whether it is.
        if (operation.Service == ControlService.Codegen && !reversesBans)
        {
            return UndoStep.Impossible(target, "Codegen does not say whether it was so before the run");
        }

        // Where the service's answer is the same for what was so before, only the plan knows.
        if (operation.Service == ControlService.ConductorOne && planned.State is null)
        {
            return UndoStep.Impossible(target, "the plan does not say what it was before, and the service's answer did not either");
        }

        if (operation.Goal?.IsProvenBy(planned.State) is true)
        {
            return null;
        }

        return new UndoStep(
            target,
            planned with
            {
                Operation = reverse,
                Input = InputOf(reverse, planned),
                State = operation.Goal?.Proving is [var left, ..] ? left : null,
                SkipReason = null,
            },
            null);
    }

    /// <summary>What a ban or an unban was limited to, its reverse is, too.</summary>
    private static string? InputOf(ControlOperation reverse, PlannedTarget planned) =>
        reverse == ControlOperations.BanPullRequestChecks || reverse == ControlOperations.UnbanPullRequestChecks ? planned.Input : null;
}

/// <summary>What is reversed.</summary>
public sealed class RunUndoOptions
{
    /// <summary>
    /// Whether bans and unbans of pull requests are reversed, too. Codegen does not say whether a pull request was banned before the run, so that one
    /// that somebody else had banned is unbanned as well. Default <see langword="false"/>.
    /// </summary>
    public bool ReversesBans { get; init; }
}

/// <summary>How a target of a run is undone.</summary>
/// <param name="Source">The target of the run.</param>
/// <param name="Target">What undoes it, with the state that the run left; <see langword="null"/> where it cannot be undone.</param>
/// <param name="Obstacle">Why it cannot be undone, a clause for a person; <see langword="null"/> where it can.</param>
public sealed record UndoStep(RunTarget Source, PlannedTarget? Target, string? Obstacle)
{
    internal static UndoStep Impossible(RunTarget source, string obstacle) => new(source, null, obstacle);
}
