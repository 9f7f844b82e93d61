namespace ExecutionControl.Runs;

/// <summary>
/// What was planned, what was intended, and what it came to: of runs on many targets and of single commands. What it returns from is durable.
/// Its members may be used by several threads at once. Every failure of the journal itself is a <see cref="RunJournalException"/>, of one run in it a
/// <see cref="RunDamagedException"/>.
/// </summary>
public interface IRunJournal : IAsyncDisposable
{
    /// <summary>Where the journal is, for a person: a file, or a database without its password.</summary>
    string Location { get; }

    /// <summary>
    /// Makes a run of a plan: all of it or, where a target cannot be used or the reading fails, nothing. Nothing is sent.
    /// </summary>
    /// <param name="description">What the run is.</param>
    /// <param name="targets">
    /// The targets, such as those of a <see cref="PlanReader"/>; they are read once and not kept in memory. One with a
    /// <see cref="PlannedTarget.SkipReason"/> is written down as not sent.
    /// </param>
    /// <param name="cancellationToken">Cancels the making; then there is no such run.</param>
    /// <returns>The run.</returns>
    /// <exception cref="PlanFormatException">A target cannot be used, or stands in the plan twice with the same operation.</exception>
    Task<RunRecord> CreateAsync(RunDescription description, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken = default);

    /// <summary>Finds a run.</summary>
    /// <param name="id">Its id, or the beginning of it where that is enough to tell it from all others.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The run; <see langword="null"/> where there is none, or more than one.</returns>
    Task<RunRecord?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Lists the runs, the newest first.</summary>
    /// <param name="filter">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The runs.</returns>
    IAsyncEnumerable<RunRecord> ListAsync(RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the targets of a run as they stand, in the plan's order.</summary>
    /// <param name="runId">The run's whole id.</param>
    /// <param name="filter">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The targets.</returns>
    IAsyncEnumerable<RunTarget> ListTargetsAsync(string runId, RunTargetFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Lists what was done, the newest first: a row for everything that a target came to, single commands included.</summary>
    /// <param name="filter">Which; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The rows.</returns>
    IAsyncEnumerable<HistoryRow> ListHistoryAsync(HistoryFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes hold of a run to work on it. In a file one process at a time does; in a database many workers do, each on rows of its own.
    /// </summary>
    /// <param name="runId">The run's whole id.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Cancels the taking.</param>
    /// <returns>The hold; dispose of it to let go.</returns>
    /// <exception cref="RunHeldException">Another process works on it.</exception>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="RunDamagedException">It is not as it was written, as far as that was looked at.</exception>
    Task<IRunWork> ClaimAsync(string runId, RunClaimOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Whether somebody works on a run now. In a database a worker that has died counts until its lease ends.</summary>
    /// <param name="runId">The run's whole id.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>Whether somebody does.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    Task<bool> IsHeldAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes down a command that begins, as a run of its targets. Until something else is noted of a target, nothing was sent for it. See
    /// <see cref="CommandRecorder"/> for the way that never fails.
    /// </summary>
    /// <param name="description">What is done, by whom.</param>
    /// <param name="targets">The targets; at least one, and each with an operation once.</param>
    /// <param name="notes">
    /// What is known of them already, written with the rest, all at once: those that are about to be acted on or, of a command that has ended, what they
    /// came to.
    /// </param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>The command, to note how its targets fare.</returns>
    Task<ICommandWork> BeginCommandAsync(
        RunDescription description,
        IReadOnlyList<PlannedTarget> targets,
        IReadOnlyList<TargetNote> notes,
        CancellationToken cancellationToken = default);

    /// <summary>Looks for rows that were changed, removed or inserted by somebody else than this library.</summary>
    /// <param name="runId">The run's whole id; <see langword="null"/> for all, and for their order.</param>
    /// <param name="heads">
    /// Heads that were kept elsewhere: what was written until then has to be there still, so that a removed end or a chain that was written anew is
    /// found, too. <see langword="null"/>, the default, for none.
    /// </param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>What was found, and the heads to keep for another time.</returns>
    Task<JournalVerification> VerifyAsync(
        string? runId = null, IReadOnlyList<ChainHead>? heads = null, CancellationToken cancellationToken = default);
}

/// <summary>How a run is taken hold of.</summary>
public sealed class RunClaimOptions
{
    /// <summary>
    /// Whether targets that were not applied are done again: nothing can have been processed of them. Default <see langword="true"/>. In a database
    /// on which others work on the run, this and <see cref="RetryUnknown"/> are about what had been settled before the first of them began.
    /// </summary>
    public bool RetryNotApplied { get; init; } = true;

    /// <summary>
    /// Whether targets whose outcome is unknown now are done again, also where that is not safe: a person has looked at them. Until one is about to be
    /// sent it stays unknown, so that the consent ends with the pass. Default <see langword="false"/>.
    /// </summary>
    public bool RetryUnknown { get; init; }

    /// <summary>
    /// Whether the run is verified before, and refused with a <see cref="RunDamagedException"/> where it is not as it was written: for a journal that
    /// somebody else could have written to. That takes as long as reading the run. Default <see langword="false"/>.
    /// </summary>
    public bool Verify { get; init; }

    /// <summary>
    /// How long a database keeps the rows of a worker for it that is not heard of; from 1 s to 1 h. Default 30 s. A file needs none: the system
    /// tells when a process has ended.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How the worker is called, for a person; <see langword="null"/>, the default, for host and process.</summary>
    public string? WorkerName { get; init; }
}
