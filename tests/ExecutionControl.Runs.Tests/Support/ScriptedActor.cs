namespace ExecutionControl.Runs.Tests.Support;

/// <summary>An actor in front of another, for what no server can be made to do at the right moment.</summary>
internal sealed class ScriptedActor(ITargetActor inner) : ITargetActor
{
    public Func<RunTarget, Func<Task<TargetResult>>, Task<TargetResult>> Acting { get; init; } = static (_, act) => act();

    public Func<PlannedTarget, Func<Task<string?>>, Task<string?>> Observing { get; init; } = static (_, observe) => observe();

    public Task<TargetResult> ActAsync(RunTarget target, CancellationToken cancellationToken) =>
        Acting(target, () => inner.ActAsync(target, cancellationToken));

    public Task<string?> ObserveAsync(PlannedTarget target, CancellationToken cancellationToken) =>
        Observing(target, () => inner.ObserveAsync(target, cancellationToken));
}
