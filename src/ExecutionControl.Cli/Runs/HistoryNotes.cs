using System.Text.Json;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// What a command does that is no run by itself, as it is written into the journal beside its calls. It never makes the command fail, and never holds
/// it for long.
/// </summary>
/// <param name="place">Where the journal is; null where no history is kept.</param>
/// <param name="clock">The clock.</param>
/// <param name="limit">How long the history may hold the command up, all in all.</param>
internal sealed class HistoryNotes(JournalPlace? place, TimeProvider clock, TimeSpan limit)
{
    /// <summary>The same where a call was left behind after a signal, and the second is nearly over that there is for the report.</summary>
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<CommandRecorder> _recorders = [];
    private Task<IRunJournal>? _opening;
    private TimeSpan _waited;
    private long _heldSince;
    private int _held;

    /// <summary>
    /// Begins to open the journal, while the service is asked: what that takes is over then before anybody could wait for it.
    /// </summary>
    public void Prepare()
    {
        if (place is not null)
        {
            _ = OpenAsync(place);
        }
    }

    /// <summary>Begins to note what becomes of targets.</summary>
    /// <param name="title">The command.</param>
    /// <param name="operation">What is done to each.</param>
    /// <param name="account">As whom the service is asked.</param>
    /// <param name="targets">Their ids.</param>
    /// <returns>What is told of the beginning and the end of each; null where no history is kept.</returns>
    public CommandRecorder? Begin(string title, IBoundOperation operation, ServiceAccount account, IReadOnlyList<string> targets)
    {
        if (place is null || targets.Count == 0)
        {
            return null;
        }

        Prepare();
        var planned = account.Planned;
        var entry = ControlOperations.Find(operation.Entry.Id)!;
        var input = operation.Recorded;
        var recorder = new CommandRecorder(
            () => OpenAsync(place),
            new RunDescription
            {
                Plan = new PlanHeader { CreatedAt = clock.GetUtcNow(), Accounts = [planned], Title = title, Reason = ReasonIn(input) },
            },
            [.. targets.Select(id => new PlannedTarget { Operation = entry, Account = planned.Name, Id = id, Input = input })]);
        lock (_gate)
        {
            _recorders.Add(recorder);
        }

        return recorder;
    }

    /// <summary>Holds a call back until it is written down, as long as there is time for it: half of all, so that the rest is left for the end.</summary>
    /// <param name="written">Done when it is.</param>
    public async Task HoldCallAsync(Task written)
    {
        TimeSpan most;
        lock (_gate)
        {
            // Calls that are held at the same time take that time once.
            most = (limit / 2) - _waited - (_held == 0 ? TimeSpan.Zero : clock.GetElapsedTime(_heldSince));
            if (written.IsCompleted || most <= TimeSpan.Zero)
            {
                return;
            }

            if (_held++ == 0)
            {
                _heldSince = clock.GetTimestamp();
            }
        }

        try
        {
            await written.WaitAsync(most, clock);
        }
        catch (TimeoutException)
        {
            // The call goes out without it, and its history is written when it can be.
        }

        lock (_gate)
        {
            if (--_held == 0)
            {
                _waited += clock.GetElapsedTime(_heldSince);
            }
        }
    }

    /// <summary>Waits until everything is written down that was noted.</summary>
    /// <param name="isLastMoment">Whether a signal has come, and a call did not end in time.</param>
    /// <returns>Why it could not be written; null when it was, or when there was nothing.</returns>
    public async Task<string?> WriteAsync(bool isLastMoment)
    {
        List<CommandRecorder> recorders;
        lock (_gate)
        {
            recorders = [.. _recorders];
            _recorders.Clear();
        }

        if (recorders.Count == 0)
        {
            return null;
        }

        var left = limit - _waited;
        var most = isLastMoment || left < LastMoment ? LastMoment : left;
        var found = await Task.WhenAll(recorders.Select(recorder => recorder.CompleteAsync(most)));
        return Array.Find(found, complaint => complaint is not null);
    }

    /// <summary>Lets go of the journal.</summary>
    public async ValueTask CloseAsync()
    {
        if (_opening is { } opening)
        {
            try
            {
                await CloseAsync(opening).WaitAsync(LastMoment, clock);
            }
#pragma warning disable CA1031 // What was to be written is written, or was said not to be.
            catch (Exception)
#pragma warning restore CA1031
            {
                // As above.
            }
        }

        static async Task CloseAsync(Task<IRunJournal> opening) => await (await opening).DisposeAsync();
    }

    /// <summary>The reason in the input of an operation, where it has one.</summary>
    public static string? ReasonIn(string? input)
    {
        if (input is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(input);
        return document.RootElement.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null;
    }

    private Task<IRunJournal> OpenAsync(JournalPlace known)
    {
        lock (_gate)
        {
            return _opening ??= Task.Run(() => known.OpenAsync(CancellationToken.None));
        }
    }
}
