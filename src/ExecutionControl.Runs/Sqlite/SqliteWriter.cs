using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>
/// The one writer of a journal in this process. What many callers want to write at once is written in one transaction, so that a disk round trip
/// is shared; each caller goes on when that is durable, or is told that nothing of it is.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostInOne = 1024;

    /// <summary>
    /// How long what nobody waits for is kept back, so that it is written together with something else: about as long as a page of targets lasts where
    /// calls are fast, so that outcomes go with the next intents.
    /// </summary>
    private static readonly TimeSpan ShortDelay = TimeSpan.FromMilliseconds(25);

    private readonly object _gate = new();
    private readonly Queue<Work> _queue = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommands _commands;
    private readonly string _path;
    private readonly TimeSpan _longestDelay;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isHurried;
    private bool _isEnding;

    /// <param name="connection">The connection, which ends with it.</param>
    /// <param name="path">The journal's file.</param>
    /// <param name="longestDelay">How long what may wait is kept back at most; <see langword="null"/> for 25 ms.</param>
    public SqliteWriter(SqliteConnection connection, string path, TimeSpan? longestDelay = null)
    {
        _connection = connection;
        _commands = new SqliteCommands(connection);
        _path = path;
        _longestDelay = longestDelay ?? ShortDelay;
        _thread = new Thread(Run) { IsBackground = true, Name = "ExecutionControl journal" };
        _thread.Start();
    }

    /// <summary>Writes something.</summary>
    /// <param name="write">
    /// Writes it. May throw a <see cref="RunJournalException"/> or <see cref="PlanFormatException"/> of its own before it has written anything.
    /// </param>
    /// <param name="cancellationToken">Cancels it where it has not begun.</param>
    /// <param name="canWait">Whether it may wait a moment for something else, to be written together with it.</param>
    /// <returns>What it returned, when that is durable.</returns>
    /// <exception cref="RunJournalException">It could not be written, and nothing of it is.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteCommands, T> write, CancellationToken cancellationToken, bool canWait = false)
    {
        var work = new Work<T>(write, canWait, cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnding, typeof(SqliteRunJournal));
            _queue.Enqueue(work);
            Monitor.Pulse(_gate);
        }

        return work.Task;
    }

    /// <summary>What waits a moment for something else is written now: nothing else comes.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _isHurried = true;
            Monitor.Pulse(_gate);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    public static RunJournalException Failure(string path, SqliteException exception)
    {
        var cause = exception.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_FULL => "the disk is full. Make room, then go on.",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "another process holds it. Try again.",
            SQLitePCL.raw.SQLITE_READONLY => "it cannot be written.",
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => "it is damaged.",
            _ => $"{exception.Message.TrimEnd('.')}.",
        };
        return new RunJournalException($"The journal {path} could not be written: {cause} Nothing was sent whose intent is not in the journal.", exception);
    }

    private void Run()
    {
        var batch = new List<Work>();
        try
        {
            while (Take(batch))
            {
                Write(batch);
            }
        }
        finally
        {
            _commands.Dispose();
            _connection.Dispose();
            _ended.SetResult();
        }
    }

    /// <summary>Waits for something to write.</summary>
    /// <returns>Whether there is something; not when all is written and nothing more comes.</returns>
    private bool Take(List<Work> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            while (_queue.Count == 0 && !_isEnding)
            {
                Monitor.Wait(_gate);
            }

            for (var startedAt = Stopwatch.GetTimestamp(); ;)
            {
                while (batch.Count < MostInOne && _queue.TryDequeue(out var work))
                {
                    batch.Add(work);
                }

                var left = _longestDelay - Stopwatch.GetElapsedTime(startedAt);
                if (_isEnding || _isHurried || left <= TimeSpan.Zero || batch.Exists(static work => !work.CanWait) || !Monitor.Wait(_gate, left))
                {
                    _isHurried = false;
                    return batch.Count > 0;
                }
            }
        }
    }

    private void Write(List<Work> batch)
    {
        try
        {
            _commands.Begin();
            foreach (var work in batch)
            {
                work.Do(_commands);
            }

            _commands.Commit();
        }
        catch (SqliteException exception)
        {
            RollBack();
            Fail(batch, Failure(_path, exception));
            return;
        }
#pragma warning disable CA1031 // Whoever waits is told, whatever it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            RollBack();
            Fail(batch, new RunJournalException($"The journal {_path} could not be written: {exception.Message}", exception));
            return;
        }

        foreach (var work in batch)
        {
            work.Tell();
        }
    }

    /// <summary>After some failures SQLite has done it by itself.</summary>
    private void RollBack()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _commands.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // What comes next fails for the same reason, and says so.
        }
    }

    private static void Fail(List<Work> batch, RunJournalException failure)
    {
        foreach (var work in batch)
        {
            work.Fail(failure);
        }
    }

    private abstract class Work(bool canWait)
    {
        public bool CanWait => canWait;

        public abstract void Do(SqliteCommands commands);

        public abstract void Tell();

        public abstract void Fail(Exception exception);
    }

    private sealed class Work<T>(Func<SqliteCommands, T> write, bool canWait, CancellationToken cancellationToken) : Work(canWait)
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _refused;
        private T _result = default!;

        public Task<T> Task => _done.Task;

        public override void Do(SqliteCommands commands)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _refused = new OperationCanceledException(cancellationToken);
                return;
            }

            try
            {
                _result = write(commands);
            }
            catch (Exception exception) when (exception is RunJournalException or PlanFormatException)
            {
                // It comes before anything was written, so that what others write in the same transaction stands.
                _refused = exception;
            }
        }

        public override void Tell()
        {
            switch (_refused)
            {
                case null:
                    _done.TrySetResult(_result);
                    break;
                case OperationCanceledException:
                    _done.TrySetCanceled(cancellationToken);
                    break;
                default:
                    _done.TrySetException(_refused);
                    break;
            }
        }

        public override void Fail(Exception exception) => _done.TrySetException(exception);
    }
}
