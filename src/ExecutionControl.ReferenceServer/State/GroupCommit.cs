using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.State;

/// <summary>
/// Writes to a file: those who come while others write share the next transaction, which costs more than what is done in it. Each of them is
/// done whole or not at all, whatever becomes of the others, and none is told so before the transaction has been committed.
/// </summary>
/// <param name="session">The connection that writes, used by nobody else.</param>
internal sealed class GroupCommit(StateSession session) : IDisposable
{
    // Other processes wait for as long.
    private const int LargestGroup = 64;
    private const long Unknown = -1;

    private readonly ConcurrentQueue<IPendingWrite> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _isClosed;

    // Whoever writes has them; the last one is read by others, too.
    private long _revision;
    private long _othersVersion;
    private long _lastRevision = Unknown;

    /// <summary>
    /// Another number after every change that could make what somebody remembers of the state wrong, as far as the last transaction has found
    /// out; null where it has found another process's.
    /// </summary>
    public long? LastRevision => Volatile.Read(ref _lastRevision) is not Unknown and var revision ? revision : null;

    /// <summary>Does work in a transaction.</summary>
    /// <param name="work">The work.</param>
    /// <param name="change">What it changes.</param>
    /// <param name="asOf">The revision that it is for; null for any.</param>
    /// <param name="cancellationToken">Cancels it while it waits.</param>
    public Task<T> WriteAsync<T>(Func<StateSession, T> work, StateChange change, long? asOf, CancellationToken cancellationToken)
    {
        var write = new PendingWrite<T>(work, change, asOf, cancellationToken);
        _waiting.Enqueue(write);
        if (_writing.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            WriteGroup();
        }
        else if (_isClosed)
        {
            FailWaiting();
        }

        return write.Task;
    }

    /// <summary>Waits for a transaction that is under way, and keeps the place of whoever writes: nobody has it any more.</summary>
    public void Dispose()
    {
        _writing.Wait();
        _isClosed = true;
        FailWaiting();
    }

    private void FailWaiting()
    {
        while (_waiting.TryDequeue(out var write))
        {
            write.Fail(new ObjectDisposedException(nameof(StateDatabase)));
            write.Complete();
        }
    }

    private void WriteGroup()
    {
        var group = new List<IPendingWrite>();
        Write(group);
        HandOver();
        group.ForEach(write => write.Complete());
    }

    // The next ones are another thread's, so that nobody waits for an answer because others go on asking.
    private void HandOver()
    {
        if (_waiting.IsEmpty)
        {
            _writing.Release();

            // Somebody may have come in between and found it taken.
            if (_waiting.IsEmpty || !_writing.Wait(TimeSpan.Zero, CancellationToken.None))
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => self.WriteGroup(), this, preferLocal: false);
    }

    private void Write(List<IPendingWrite> group)
    {
        var waiting = _waiting.Count;
        if (waiting == 0)
        {
            // Whoever led before has done it.
            return;
        }

        try
        {
            // Not deferred: a transaction that reads first and writes later could lose its place to another process.
            session.Execute("BEGIN IMMEDIATE");
        }
        catch (Exception exception)
        {
            // All of these have waited for the other process as long as they may.
            while (waiting-- > 0 && _waiting.TryDequeue(out var write))
            {
                write.Fail(exception);
                group.Add(write);
            }

            return;
        }

        try
        {
            LookForOthers();
            while (group.Count < LargestGroup && _waiting.TryDequeue(out var write))
            {
                group.Add(write);
                if (write.AsOf is { } asOf && asOf != _revision)
                {
                    write.Fail(new StateMovedOnException());
                }
                else if (group.Count > 1)
                {
                    RunAside(write);
                }
                else if (!write.TryRun(session))
                {
                    // Nothing else is lost: the first one needs no savepoint, for which SQLite keeps a copy of every page.
                    RollBack();
                    return;
                }
            }

            session.Execute("COMMIT");
            if (group.Exists(write => write.Change == StateChange.Any))
            {
                _revision++;
                Volatile.Write(ref _lastRevision, _lastRevision == Unknown ? Unknown : _revision);
            }
        }
        catch (Exception exception)
        {
            group.ForEach(write => write.Fail(exception));
            RollBack();
        }
    }

    // Counts the commits of other connections alone. During this transaction there are none. Where they go on coming, nothing is worth remembering.
    private void LookForOthers()
    {
        var version = session.Integer("PRAGMA data_version")!.Value;
        var isQuiet = version == _othersVersion;
        _othersVersion = version;
        _revision += isQuiet ? 0 : 1;
        Volatile.Write(ref _lastRevision, isQuiet ? _revision : Unknown);
    }

    private void RunAside(IPendingWrite write)
    {
        if (write.Change == StateChange.OneExecution)
        {
            var before = session.Changes;
            if (!write.TryRun(session) && (session.Changes != before || !session.IsInTransaction))
            {
                // More than one statement, against its word, or the transaction is gone.
                ExceptionDispatchInfo.Throw(write.Fault!);
            }

            return;
        }

        session.Execute("SAVEPOINT write");
        if (!write.TryRun(session))
        {
            if (!session.IsInTransaction)
            {
                // SQLite has given it up, over a full disk for example, and what the others did with it.
                ExceptionDispatchInfo.Throw(write.Fault!);
            }

            session.Execute("ROLLBACK TO write");
        }

        session.Execute("RELEASE write");
    }

    private void RollBack()
    {
        try
        {
            if (session.IsInTransaction)
            {
                session.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // Everybody in it is told already that it failed, and the next transaction fails to begin.
        }
    }

    /// <summary>Somebody's work, and what became of it.</summary>
    private interface IPendingWrite
    {
        StateChange Change { get; }

        long? AsOf { get; }

        Exception? Fault { get; }

        bool TryRun(StateSession session);

        void Fail(Exception fault);

        void Complete();
    }

    private sealed class PendingWrite<T>(Func<StateSession, T> work, StateChange change, long? asOf, CancellationToken cancellationToken)
        : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IPendingWrite
    {
        private T? _result;

        public StateChange Change => change;

        public long? AsOf => asOf;

        public Exception? Fault { get; private set; }

        public bool TryRun(StateSession session)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _result = work(session);
                return true;
            }
            catch (Exception fault)
            {
                Fault = fault;
                return false;
            }
        }

        public void Fail(Exception fault) => Fault ??= fault;

        public void Complete()
        {
            switch (Fault)
            {
                case null:
                    SetResult(_result!);
                    break;
                case OperationCanceledException cancellation:
                    SetCanceled(cancellation.CancellationToken);
                    break;
                default:
                    SetException(Fault);
                    break;
            }
        }
    }
}
