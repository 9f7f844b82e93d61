namespace ExecutionControl.Runs;

/// <summary>A hold on a run: whoever has it may act on the targets that it hands out, and on no other.</summary>
public interface IRunWork : IAsyncDisposable
{
    /// <summary>The run, as it was when it was taken hold of.</summary>
    RunRecord Run { get; }

    /// <summary>Cancelled when the hold is lost: nothing may be sent after that.</summary>
    CancellationToken Lost { get; }

    /// <summary>
    /// Takes the next targets that are not done. One with <see cref="RunTargetStatus.Intended"/> comes from a process that has ended between its
    /// intent and its outcome: it is to be looked at first.
    /// </summary>
    /// <param name="most">How many at most.</param>
    /// <param name="without">
    /// Accounts whose targets are left to others; <see langword="null"/>, the default, for none. A file, where there are no others, may hand them out
    /// all the same.
    /// </param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>The targets; none when all are done or in others' hands.</returns>
    Task<IReadOnlyList<RunTarget>> TakeAsync(
        int most, IReadOnlyList<RunAccount>? without = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until the lease of another worker has ended that is not heard of any more, and that may have had something in its hands. In a file, where
    /// there are no others, it waits until it is cancelled.
    /// </summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>A task that is done as soon as the lease has ended.</returns>
    Task WaitToTakeOverAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes what workers had in their hands whose leases have ended.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>The targets; none where there are none, or others have been faster.</returns>
    Task<IReadOnlyList<RunTarget>> TakeOverAsync(int most, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives targets back that were taken, and about which nothing is under way: others may take them at once. They are not to be acted on after that.
    /// </summary>
    /// <param name="targets">The targets.</param>
    /// <returns>A task that is done when others may take them.</returns>
    /// <exception cref="RunJournalException">It could not be written; others may take them when this worker lets go of the run.</exception>
    Task ReleaseAsync(IReadOnlyList<RunTarget> targets);

    /// <summary>
    /// Whether others have targets in their hands, so that there may be more to take later. Always <see langword="false"/> in a file.
    /// </summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>Whether it is worth asking again.</returns>
    Task<bool> IsSharedAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes down that a target is about to be acted on. Only when this has returned may anything be sent.</summary>
    /// <param name="target">The target.</param>
    /// <param name="cancellationToken">Cancels the writing, where it has not begun.</param>
    /// <returns>The target as it stands now, when that is durable: what is to be settled or withdrawn.</returns>
    /// <exception cref="RunLostException">The hold is lost, and nothing may be sent.</exception>
    /// <exception cref="RunJournalException">It could not be written, and nothing may be sent.</exception>
    Task<RunTarget> IntendAsync(RunTarget target, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes down that targets are about to be acted on, all at once and ahead of their calls. Only for operations that are safe to repeat: a
    /// process that ends before the calls leaves all of them as if they might have been sent.
    /// </summary>
    /// <param name="targets">The targets, in the order of their ordinals.</param>
    /// <param name="cancellationToken">Cancels the writing, where it has not begun.</param>
    /// <returns>The targets as they stand now, in the same order, when that is durable.</returns>
    /// <exception cref="RunLostException">The hold is lost, or one of them is in others' hands: none may be sent.</exception>
    /// <exception cref="RunJournalException">It could not be written, and none may be sent.</exception>
    Task<IReadOnlyList<RunTarget>> IntendAllAsync(IReadOnlyList<RunTarget> targets, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes an intent back: it is certain that nothing was processed of it, and the target is to be done later. One that
    /// <see cref="RunTarget.MayHaveBeenApplied"/> by an earlier one stays <see cref="RunTargetStatus.Intended"/>.
    /// </summary>
    /// <param name="target">The target, as it was intended.</param>
    /// <returns>The target as it stands now, when that is durable.</returns>
    /// <exception cref="RunJournalException">It could not be written; the intent stands without an outcome.</exception>
    Task<RunTarget> WithdrawAsync(RunTarget target);

    /// <summary>Writes down what became of a target. Not cancelled: what was done is to be known.</summary>
    /// <param name="target">The target.</param>
    /// <param name="result">What became of it.</param>
    /// <returns>The target as it stands now, when that is durable.</returns>
    /// <exception cref="RunLostException">Another worker has taken the target over, and will say what became of it.</exception>
    /// <exception cref="RunJournalException">It could not be written; the intent stands without an outcome.</exception>
    Task<RunTarget> SettleAsync(RunTarget target, TargetResult result);

    /// <summary>Writes down what became of targets, all at once.</summary>
    /// <param name="targets">The targets, each with its <see cref="RunTarget.Result"/>.</param>
    /// <returns>
    /// The targets as they stand now, in the same order, when that is durable; <see langword="null"/> for one that another worker has taken over.
    /// </returns>
    /// <exception cref="RunLostException">The hold is lost, and nothing of it was written.</exception>
    /// <exception cref="RunJournalException">It could not be written; the intents stand without an outcome.</exception>
    Task<IReadOnlyList<RunTarget?>> SettleAllAsync(IReadOnlyList<RunTarget> targets);

    /// <summary>
    /// Whether anything may still be sent, by the clock of this machine and without asking anybody: asked at the last moment before a call.
    /// </summary>
    bool MaySend { get; }

    /// <summary>
    /// Takes turns under a rate that all workers of the run share; <see langword="null"/> where this process is the only one and goes by its own
    /// clock.
    /// </summary>
    ISharedPace? SharedPace { get; }

    /// <summary>Counts how the targets stand now, those of all workers.</summary>
    /// <param name="cancellationToken">Cancels the counting.</param>
    /// <returns>Their numbers.</returns>
    Task<RunCounts> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Whose it is to do the first targets of a run that keeps a <see cref="RunPacing.Canary"/>: one worker at a time does them.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>Whose.</returns>
    Task<CanaryTurn> FindCanaryTurnAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes down that the first targets are as was wanted, so that nobody asks for them again.</summary>
    /// <param name="cancellationToken">Cancels the writing, where it has not begun.</param>
    /// <returns>A task that is done when that is durable.</returns>
    /// <exception cref="RunJournalException">It could not be written.</exception>
    Task NoteCanaryPassedAsync(CancellationToken cancellationToken = default);
}

/// <summary>Whose it is to do the first targets of a run.</summary>
public enum CanaryTurn
{
    /// <summary>Nobody's: they are done, and it is to go on.</summary>
    Passed,

    /// <summary>This worker's.</summary>
    Own,

    /// <summary>Another worker's, who is at it: to be asked again.</summary>
    Others,
}
