using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// Where what was done is written down: a file in the user's own state folder, for its owner alone. The sandbox has one of its own, so that no
/// rehearsal stands in the real history.
/// </summary>
/// <param name="path">The file; for a database its address, which holds no password.</param>
/// <param name="isDatabase">Whether it is a PostgreSQL database, on which many machines work together.</param>
internal sealed class JournalPlace(string path, bool isDatabase = false)
{
    /// <summary>Whether many machines can work on one run in it.</summary>
    public bool IsShared => isDatabase;

    /// <summary>Whether it was opened: then the address of a database is one, and holds no password.</summary>
    public bool IsOpened { get; private set; }

    /// <summary>Where it is, whether it exists or not; null where the user has no place for one.</summary>
    public static JournalPlace? Locate(UserFolders folders, bool isSandbox) =>
        folders.State is { } state ? new JournalPlace(Path.Combine(state, isSandbox ? "sandbox-journal.db" : "journal.db")) : null;

    /// <summary>Opens it to look at; null where nothing was written down yet.</summary>
    /// <exception cref="NotSentException">It cannot be used.</exception>
    public async Task<IRunJournal?> OpenExistingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return isDatabase || File.Exists(path) ? await OpenAsync(cancellationToken) : null;
        }
        catch (Exception exception) when (exception is RunJournalException or IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"The journal cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Finds a run in a journal.</summary>
    /// <param name="journal">The journal; null where there is none yet.</param>
    /// <param name="next">Writes the command that shows which there are.</param>
    /// <param name="id">The run's id or the beginning of it; null for the newest that <paramref name="isMeant"/> takes.</param>
    /// <param name="isMeant">Which may be meant where none is named.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="NotSentException">There is none.</exception>
    /// <exception cref="RunDamagedException">It cannot be read; where none was named, one that comes before it cannot, and may be the one.</exception>
    public static async Task<RunRecord> FindAsync(
        IRunJournal? journal, NextCommand next, string? id, Func<RunRecord, bool> isMeant, CancellationToken cancellationToken)
    {
        if (journal is not null && id is not null && await journal.FindAsync(id, cancellationToken) is { } found)
        {
            return found;
        }

        if (journal is not null && id is null)
        {
            await foreach (var run in journal.ListAsync(cancellationToken: cancellationToken))
            {
                if (isMeant(run))
                {
                    return run;
                }
            }
        }

        throw new NotSentException(
            ExitCode.NotFound,
            (id is null ? "There is no such run." : $"There is no run '{PlainText.OneLine(id)}', or more than one whose id begins so.")
            + $" '{next.OfRuns("runs list")}' shows them. Nothing was sent.");
    }

    /// <summary>Finds the id of a run, whether the run can be read or not.</summary>
    /// <inheritdoc cref="FindAsync"/>
    public static async Task<string> FindIdAsync(IRunJournal? journal, NextCommand next, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await FindAsync(journal, next, id, _ => true, cancellationToken)).Id;
        }
        catch (RunDamagedException damaged) when (damaged.RunId.Length > 0)
        {
            return damaged.RunId;
        }
    }

    /// <summary>Finds a run that is to be gone on with.</summary>
    /// <inheritdoc cref="FindAsync"/>
    /// <exception cref="NotSentException">There is none, or it is a single command, of which the journal does not keep all that was sent.</exception>
    public static async Task<RunRecord> FindToGoOnAsync(
        IRunJournal? journal, NextCommand next, string? id, Func<RunRecord, bool> isMeant, CancellationToken cancellationToken)
    {
        var found = await FindAsync(journal, next, id, isMeant, cancellationToken);
        return found.IsCommand
            ? throw new NotSentException(
                ExitCode.NotSent,
                $"{found.Id} is the row of a single command, '{PlainText.OneLine(found.Plan.Title ?? "ectl")}', and no run to go on with: give the command "
                + $"again for what is left of it ('{next.OfRuns($"history --run {found.Id}")}'). Nothing was sent.")
            : found;
    }

    /// <summary>Opens it, and makes it where it is missing.</summary>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="RunJournalException">It cannot be used.</exception>
    /// <exception cref="IOException">The folder is not to be used.</exception>
    public async Task<IRunJournal> OpenAsync(CancellationToken cancellationToken)
    {
        if (isDatabase)
        {
            var database = await PostgresRunJournal.OpenAsync(path, cancellationToken: cancellationToken);
            IsOpened = true;
            return database;
        }

        OwnFile.PrepareFolder(Path.GetDirectoryName(path)!);
        SqliteLibrary.Prepare();
        var file = await SqliteRunJournal.OpenAsync(path, cancellationToken: cancellationToken);
        IsOpened = true;
        return file;
    }
}
