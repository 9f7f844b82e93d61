using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.State;

/// <summary>
/// The state of one server in SQLite: a database in memory that no other server sees, or a file that several processes may use at
/// once. A transaction writes at a time, SQLite's lock keeps processes apart.
/// </summary>
internal sealed class StateDatabase : IDisposable
{
    private readonly StateSession _session;
    private readonly SoleSession? _memory;
    private readonly GroupCommit? _writers;
    private readonly ReaderPool? _readers;
    private bool _isDisposed;

    private StateDatabase(StateSession session, IReadOnlyCollection<StateSession> readers)
    {
        _session = session;
        if (readers.Count == 0)
        {
            _memory = new SoleSession(session);
        }
        else
        {
            _writers = new GroupCommit(session);
            _readers = new ReaderPool(readers);
        }
    }

    /// <summary>
    /// Another number after every change that could make what somebody remembers of the state wrong; null where other processes may change it,
    /// who do not tell.
    /// </summary>
    public long? Revision => _memory?.Revision;

    /// <summary>
    /// The same for a file, as far as is known: only a write can tell whether it holds still. Null where another process has just changed something.
    /// </summary>
    public long? LastRevision => _memory?.Revision ?? _writers!.LastRevision;

    /// <summary>Whether it was there before, and goes on to be after this server.</summary>
    public bool IsInFile => _memory is null;

    /// <summary>Opens the state.</summary>
    /// <param name="file">The file, which is made if it is missing; null keeps the state in memory.</param>
    /// <param name="patience">How long another process that holds the file is waited for, a second or more.</param>
    /// <exception cref="InvalidDataException">The file is no state file.</exception>
    public static StateDatabase Open(string? file, TimeSpan patience)
    {
        // A full path is only a name: SQLite reads more into some others, such as ":memory:".
        var path = file is null ? null : Path.GetFullPath(file);
        var opened = new List<StateSession> { new(path is null ? StateConnection.OpenInMemory() : StateFileConnection.Open(path, patience)) };
        try
        {
            // No more can read at once, and a machine with many processors does not need as many.
            for (var i = 0; path is not null && i < Math.Clamp(Environment.ProcessorCount, 1, 4); i++)
            {
                opened.Add(new(StateFileConnection.OpenReader(path, patience)));
            }

            return new StateDatabase(opened[0], opened[1..]);
        }
        catch
        {
            opened.ForEach(session => session.Dispose());
            throw;
        }
    }

    /// <summary>Whether work could not be done because another process holds the file.</summary>
    public static bool IsLocked(SqliteException exception) =>
        exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    /// <summary>Does work that changes the state, all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken) => WriteAsync(work, StateChange.Any, cancellationToken);

    /// <summary>Does work that changes what it says of the state and nothing else, all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(Func<StateSession, T> work, StateChange change, CancellationToken cancellationToken) =>
        WriteAsync(work, change, asOf: null, cancellationToken);

    /// <summary>The same, for work that goes by what was read at an earlier revision of a file.</summary>
    /// <param name="work">The work.</param>
    /// <param name="change">What it changes.</param>
    /// <param name="asOf">What <see cref="LastRevision"/> was before; null for work that goes by nothing.</param>
    /// <param name="cancellationToken">Cancels it while it waits.</param>
    /// <exception cref="StateMovedOnException">That has changed since, and nothing was done.</exception>
    public Task<T> WriteAsync<T>(Func<StateSession, T> work, StateChange change, long? asOf, CancellationToken cancellationToken) =>
        _memory?.WriteAsync(work, change, cancellationToken) ?? _writers!.WriteAsync(work, change, asOf, cancellationToken);

    /// <summary>Does work that only reads, on one consistent view of the state.</summary>
    public Task<T> ReadAsync<T>(Func<StateSession, T> work, CancellationToken cancellationToken) =>
        _memory?.ReadAsync(work, cancellationToken) ?? _readers!.ReadAsync(work, cancellationToken);

    /// <summary>Does work that changes the state, for callers that look at it from code.</summary>
    public void Write(Action<StateSession> work)
    {
        if (_memory is null)
        {
            _writers!.WriteAsync(Done, StateChange.Any, asOf: null, CancellationToken.None).GetAwaiter().GetResult();
        }
        else
        {
            _memory.WriteNow(Done);
        }

        bool Done(StateSession session)
        {
            work(session);
            return true;
        }
    }

    /// <summary>Reads, for callers that look at the state from code.</summary>
    public T Read<T>(Func<StateSession, T> work) => _memory is null ? _readers!.ReadNow(work) : _memory.ReadNow(work);

    public void Dispose()
    {
        // Whoever writes is the last to close: only then does SQLite put its journal into the file.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _readers?.Dispose();
        _writers?.Dispose();
        _memory?.Dispose();
        _session.Dispose();
    }
}

/// <summary>What of the state a write changes.</summary>
internal enum StateChange
{
    /// <summary>Anything: whatever is remembered of the state is read again.</summary>
    Any,

    /// <summary>Executions and what is noted of them, not what decides over who may call and what sets automations off.</summary>
    Executions,

    /// <summary>
    /// One execution, not what decides over who may call and what sets automations off, and that in one statement, which SQLite does whole or
    /// not at all: it needs neither a transaction nor a savepoint of its own.
    /// </summary>
    OneExecution,
}
