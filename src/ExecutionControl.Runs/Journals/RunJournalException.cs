namespace ExecutionControl.Runs;

/// <summary>
/// The journal cannot be read or written: a full disk, a database that is away, a file that is not ours. Nothing is sent whose intent is not
/// durable.
/// </summary>
/// <param name="message">What happened, and what is true now, for a person.</param>
/// <param name="innerException">The cause, if there is one.</param>
public class RunJournalException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>There is no such run.</summary>
/// <param name="message">What happened, for a person.</param>
public sealed class RunNotFoundException(string message) : RunJournalException(message);

/// <summary>Another process works on the run. Nothing was sent.</summary>
/// <param name="message">What happened, for a person.</param>
public sealed class RunHeldException(string message) : RunJournalException(message);

/// <summary>The hold on a run or on a target of it is lost, as somebody else has taken it over. Nothing more may be sent.</summary>
/// <param name="message">What happened, for a person.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class RunLostException(string message, Exception? innerException = null) : RunJournalException(message, innerException);

/// <summary>
/// What the journal holds of a run is not what this library writes: somebody has edited it by hand, or the disk has lost a part of it. Nothing more is
/// sent for it; the other runs of the journal are as they were. <see cref="IRunJournal.VerifyAsync"/> names all that is wrong.
/// </summary>
/// <param name="runId">The run; empty where its id is what cannot be read.</param>
/// <param name="message">What happened, for a person.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class RunDamagedException(string runId, string message, Exception? innerException = null) : RunJournalException(message, innerException)
{
    /// <summary>The run; empty where its id is what cannot be read.</summary>
    public string RunId { get; } = runId;
}
