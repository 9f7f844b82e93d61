using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations;

/// <summary>Is told how a run goes. <see cref="End"/> is called by one at a time, everything else by whoever acts on the target.</summary>
internal interface IRunObserver
{
    /// <summary>A target is about to be acted on.</summary>
    /// <param name="index">Its place among the targets.</param>
    void Begin(int index);

    /// <summary>The call to a target is about to be sent.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="at">When.</param>
    /// <returns>A task that is done when it may be sent.</returns>
    Task BeginCallAsync(int index, DateTimeOffset at);

    /// <summary>The call to a target goes on in rounds that may take minutes.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="announcement">What is going on, for a person.</param>
    /// <param name="look">Counts what is still to be settled.</param>
    /// <returns>What is told of each round; disposed of when the call has ended.</returns>
    IRoundObserver BeginRounds(int index, string announcement, Func<CancellationToken, Task<BoundedCount>> look);

    /// <summary>All calls have ended, and some effects are waited for.</summary>
    /// <param name="accepted">For how many targets.</param>
    /// <param name="timeout">How long at most.</param>
    void BeginWait(int accepted, TimeSpan timeout);

    /// <summary>A target was looked at while its effect is waited for.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="shown">What was seen.</param>
    void Look(int index, WaitReport shown);

    /// <summary>The rest is not sent, for a reason that all of them share.</summary>
    /// <param name="reason">The reason, for a person.</param>
    /// <param name="rest">How many are not sent.</param>
    void GiveUp(string reason, int rest);

    /// <summary>It is certain what became of a target.</summary>
    /// <param name="index">Its place among the targets.</param>
    /// <param name="report">What became of it.</param>
    void End(int index, OutcomeReport report);
}

/// <summary>Is told of each round of a call; disposed of when the call has ended.</summary>
internal interface IRoundObserver : IProgress<ResolvePausedProgress>, IDisposable;
