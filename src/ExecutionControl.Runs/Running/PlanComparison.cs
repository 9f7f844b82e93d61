using System.Runtime.CompilerServices;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Looks at the targets of a plan again, and says what has changed since it was made. Changes nothing.</summary>
public static class PlanComparison
{
    /// <summary>Looks at each target whose state the plan holds, or that could not be looked at when it was made, a few at a time.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="actor">Looks at them.</param>
    /// <param name="concurrency">How many are looked at at once; at least 1.</param>
    /// <param name="cancellationToken">Cancels the looking.</param>
    /// <returns>What each is now, in the plan's order.</returns>
    public static async IAsyncEnumerable<TargetComparison> CompareAsync(
        IAsyncEnumerable<PlannedTarget> targets,
        ITargetActor actor,
        int concurrency = 8,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var under = new Queue<Task<TargetComparison>>();
        try
        {
            await foreach (var target in targets.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                under.Enqueue(CompareAsync(target, actor, abandoned.Token));
                if (under.Count >= concurrency)
                {
                    yield return await under.Dequeue().ConfigureAwait(false);
                }
            }

            while (under.TryDequeue(out var next))
            {
                yield return await next.ConfigureAwait(false);
            }
        }
        finally
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(under)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at one target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="actor">Looks at it.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <returns>What it is now.</returns>
    public static async Task<TargetComparison> CompareAsync(PlannedTarget target, ITargetActor actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(actor);
        if (target is { State: null, NotSeen: null })
        {
            return new TargetComparison(target, null, null);
        }

        var before = target.State is { } seen ? $"it was {seen} when the plan was made" : "it could not be looked at when the plan was made";

        try
        {
            var now = await actor.ObserveAsync(target, cancellationToken).ConfigureAwait(false);
            return new TargetComparison(
                target,
                now,
                target.State is null || TargetState.IsStill(target.DecidedOperation, target.State, now) ? null : $"{before}, and is {now} now");
        }
        catch (ControlCallRefusedException exception) when (exception.Reason == RefusalReason.NotFound)
        {
            return new TargetComparison(target, null, $"{before}, and is not there{(target.State is null ? string.Empty : " any more")}");
        }
        catch (ControlCallException exception)
        {
            return new TargetComparison(target, null, null) { Failure = ControlCallFailure.From(exception) };
        }
    }
}

/// <summary>A target of a plan as it is now.</summary>
/// <param name="Target">The target.</param>
/// <param name="State">Its state now; <see langword="null"/> where nothing was seen.</param>
/// <param name="Change">
/// What has changed since the plan was made, a clause for a person that can be its <see cref="PlannedTarget.SkipReason"/>; <see langword="null"/>
/// where nothing has, or where the plan does not say what it was.
/// </param>
public sealed record TargetComparison(PlannedTarget Target, string? State, string? Change)
{
    /// <summary>Why it could not be looked at; <see langword="null"/> where it could.</summary>
    public ControlCallFailure? Failure { get; init; }
}
