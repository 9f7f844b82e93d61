using System.Globalization;

namespace ExecutionControl.Runs;

/// <summary>
/// Writes a command into the history while it goes on, beside its calls, and never makes it fail. What comes at once is written at once, so that the
/// disk is waited for seldom. Its members may be used by several threads.
/// </summary>
/// <param name="openAsync">Opens the journal, which is not disposed of; asked once, when the first call is begun.</param>
/// <param name="description">What is done, by whom.</param>
/// <param name="targets">The targets; at least one, and each with an operation once.</param>
public sealed class CommandRecorder(Func<Task<IRunJournal>> openAsync, RunDescription description, IReadOnlyList<PlannedTarget> targets)
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset?[] _startedAt = new DateTimeOffset?[targets.Count];
    private List<TargetNote> _pending = [];
    private TaskCompletionSource _pendingWritten = NewSignal();
    private Task _writing = Task.CompletedTask;
    private ICommandWork? _command;
    private string? _failure;
    private bool _isBegun;
    private bool _isWriting;

    /// <summary>Notes that the call to a target is about to be sent. Noted once for each.</summary>
    /// <param name="index">The target's place, from 0.</param>
    /// <param name="startedAt">When.</param>
    /// <returns>A task that is done when this is durable, or when it is certain that it cannot be; it never fails. Nobody has to wait for it.</returns>
    public Task NoteBeginning(int index, DateTimeOffset startedAt)
    {
        lock (_gate)
        {
            if (_startedAt[index] is not null)
            {
                return Task.CompletedTask;
            }

            _startedAt[index] = startedAt;
            _isBegun = true;
            return Add(new TargetNote(index + 1, startedAt));
        }
    }

    /// <summary>Notes what became of a target, also of one whose call was never begun. As long as none was, nothing is written.</summary>
    /// <param name="index">The target's place, from 0.</param>
    /// <param name="result">What became of it.</param>
    public void NoteEnd(int index, TargetResult result)
    {
        lock (_gate)
        {
            _ = Add(new TargetNote(index + 1, _startedAt[index], result));
        }
    }

    /// <summary>Waits until everything is written that was noted.</summary>
    /// <param name="limit">How long at most.</param>
    /// <returns>Why it could not be written, for a person; <see langword="null"/> when it was, or when no call was begun.</returns>
    public async Task<string?> CompleteAsync(TimeSpan limit)
    {
        Task writing;
        lock (_gate)
        {
            writing = _writing;
        }

        try
        {
            await writing.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the journal could not be written within {limit.TotalSeconds:0.#} s");
        }

        lock (_gate)
        {
            return _failure;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Add(TargetNote note)
    {
        if (_failure is not null)
        {
            return Task.CompletedTask;
        }

        _pending.Add(note);
        if (_isBegun && !_isWriting)
        {
            _isWriting = true;

            // On a thread of its own: a disk that hangs must not hold the command.
            _writing = Task.Run(WriteAsync);
        }

        return _pendingWritten.Task;
    }

    private async Task WriteAsync()
    {
        while (TakePending() is { } batch)
        {
            string? failure = null;
            try
            {
                if (_command is null)
                {
                    var journal = await openAsync().ConfigureAwait(false);
                    _command = await journal.BeginCommandAsync(description, targets, batch.Notes).ConfigureAwait(false);
                }
                else
                {
                    await _command.NoteAsync(batch.Notes).ConfigureAwait(false);
                }
            }
#pragma warning disable CA1031 // A command never fails for its history.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception.Message;
            }

            lock (_gate)
            {
                _failure = failure;
            }

            batch.Written.SetResult();
        }
    }

    /// <summary>What is to be written; null when there is nothing any more.</summary>
    private (List<TargetNote> Notes, TaskCompletionSource Written)? TakePending()
    {
        lock (_gate)
        {
            var (notes, written) = (_pending, _pendingWritten);
            (_pending, _pendingWritten) = ([], NewSignal());
            if (_failure is null && notes.Count > 0)
            {
                return (notes, written);
            }

            _isWriting = false;
            written.SetResult();
            return null;
        }
    }
}
