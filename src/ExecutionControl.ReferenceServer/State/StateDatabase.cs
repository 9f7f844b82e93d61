using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.State;

/// <summary>
/// The state of one server in SQLite: a database in memory that no other server sees, or a file that several processes may use at
/// once. This process works on one connection, a transaction at a time; SQLite's lock keeps processes apart.
/// </summary>
internal sealed class StateDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly StateSession _session;
    private readonly SemaphoreSlim _gate = new(1, 1);

    private StateDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _session = new StateSession(connection);
    }

    /// <summary>Opens the state.</summary>
    /// <param name="file">The file, which is made if it is missing; null keeps the state in memory.</param>
    /// <param name="patience">How long another process that holds the file is waited for, a second or more.</param>
    /// <exception cref="InvalidDataException">The file is no state file.</exception>
    public static StateDatabase Open(string? file, TimeSpan patience)
    {
        SQLitePCL.Batteries_V2.Init();
        if (file is not null)
        {
            // A full path is only a name: SQLite reads more into some others, such as ":memory:".
            file = Path.GetFullPath(file);
            StateFile.Prepare(file);
            RefuseForeignUnlocked(file);
        }

        var opened = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file ?? ":memory:",
            Mode = file is null ? SqliteOpenMode.Memory : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)patience.TotalSeconds,
        }.ConnectionString);
        try
        {
            opened.Open();
            if (file is not null)
            {
                RefuseForeign(file, opened);
                StateFile.Protect(file);
            }

            Configure(opened, file is not null, patience);
            return new StateDatabase(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Whether work could not be done because another process holds the file.</summary>
    public static bool IsLocked(SqliteException exception) =>
        exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    /// <summary>Does work that changes the state, all of it or nothing.</summary>
    public async Task<T> WriteAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return InTransaction(work, deferred: false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Does work that only reads, on one consistent view of the state.</summary>
    public async Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return InTransaction(work, deferred: true);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Does work that changes the state, for callers that look at it from code.</summary>
    public void Write(Action<StateSession> work)
    {
        _gate.Wait();
        try
        {
            InTransaction(
                session =>
                {
                    work(session);
                    return true;
                },
                deferred: false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads, for callers that look at the state from code.</summary>
    public T Read<T>(Func<StateSession, T> work)
    {
        _gate.Wait();
        try
        {
            return InTransaction(work, deferred: true);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        // Waits for a transaction that is under way; a disposed connection in its middle would leave it half-done in memory.
        _gate.Wait();
        _connection.Dispose();
        _gate.Dispose();
    }

    /// <summary>
    /// Looks at the file in a way that leaves no trace: as it is on the disk, with no lock, no journal taken up and none made. What stands in a
    /// journal alone is seen afterwards.
    /// </summary>
    private static void RefuseForeignUnlocked(string file)
    {
        var name = new UriBuilder { Scheme = Uri.UriSchemeFile, Host = string.Empty, Path = file.Replace("%", "%25", StringComparison.Ordinal) };
        var source = $"{name.Uri.AbsoluteUri.Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)}?immutable=1";
        using var looking = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            looking.Open();
            RefuseForeign(file, looking);
        }
        catch (SqliteException)
        {
            // Another process may be writing in this moment.
        }
    }

    // Asked before anything is written, the journal's mode included: the file may be another program's, database or not.
    private static void RefuseForeign(string file, SqliteConnection connection)
    {
        try
        {
            // One transaction: another process may be making the tables and the mark right now, and both come at once.
            using var transaction = connection.BeginTransaction(deferred: true);
            var reading = new StateSession(connection);
            var mark = reading.Integer("PRAGMA application_id");
            if (mark == StateSchema.ApplicationId || (mark == 0 && reading.Integer("SELECT COUNT(*) FROM sqlite_master") == 0))
            {
                return;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB)
        {
            // Said below.
        }

        // The last one to close a database puts its journal into it.
        const int noCheckpointOnClose = 1006;
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, noCheckpointOnClose, 1, out _);
        throw new InvalidDataException(
            $"The file {file} is not a state file of the reference server. Nothing in it was changed. Name another file.");
    }

    private static void Configure(SqliteConnection connection, bool isFile, TimeSpan patience)
    {
        using var command = connection.CreateCommand();
        command.CommandText = isFile
            ? $"PRAGMA busy_timeout = {(int)patience.TotalMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
            : "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;";
        command.ExecuteNonQuery();
    }

    private T InTransaction<T>(Func<StateSession, T> work, bool deferred)
    {
        // Not deferred: a transaction that reads first and writes later could lose its place to another process.
        using var transaction = _connection.BeginTransaction(deferred);
        var result = work(_session);
        transaction.Commit();
        return result;
    }
}
