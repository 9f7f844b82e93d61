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
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>The targets; none when all are done or in others' hands.</returns>
    Task<IReadOnlyList<RunTarget>> TakeAsync(int most, CancellationToken cancellationToken = default);

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
}

/// <summary>A rate that several workers go by together.</summary>
public interface ISharedPace
{
    /// <summary>Takes turns.</summary>
    /// <param name="key">Whose rate.</param>
    /// <param name="count">How many turns.</param>
    /// <param name="interval">The time from one turn to the next; zero where there is no limit, so that only a closed gate is waited for.</param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>How long to wait from now for the first of them.</returns>
    Task<TimeSpan> ReserveAsync(string key, int count, TimeSpan interval, CancellationToken cancellationToken = default);

    /// <summary>Notes for all workers that a service has turned a call away.</summary>
    /// <param name="key">Whose rate.</param>
    /// <param name="wait">How long nobody is to call.</param>
    /// <param name="cancellationToken">Cancels the noting.</param>
    /// <returns>A task that is done when it is noted.</returns>
    Task CloseAsync(string key, TimeSpan wait, CancellationToken cancellationToken = default);
}
