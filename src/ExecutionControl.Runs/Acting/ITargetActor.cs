using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Acts on targets at their services. Its members may be used by several threads at once.</summary>
public interface ITargetActor
{
    /// <summary>
    /// Acts on a target. Called only when its intent is durable, and never again for one whose operation is not safe to repeat. A call that the
    /// service turns away for its rate should end at once, not wait by itself: see <see cref="CallOptions.EndsWhenRateLimited"/>.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// What became of it. A <see cref="ControlCallException"/> or <see cref="ControlCallCanceledException"/> that it throws is taken for what it
    /// says; an <see cref="ArgumentException"/> for something that was never sent; any other for unknown.
    /// </returns>
    Task<TargetResult> ActAsync(RunTarget target, CancellationToken cancellationToken);

    /// <summary>Looks at a target, and changes nothing.</summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <returns>
    /// Its state in the words of the operation's <see cref="ControlOperation.Goal"/>, or of the service where it has none; <see langword="null"/>
    /// where there is nothing that could be seen.
    /// </returns>
    /// <exception cref="ControlCallException">It could not be looked at.</exception>
    Task<string?> ObserveAsync(PlannedTarget target, CancellationToken cancellationToken);
}
