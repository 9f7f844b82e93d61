using System.Text.Json;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>
/// What a command did that is no run by itself, until it is written into the journal at the command's end. It never makes the command fail, and
/// never holds it for long.
/// </summary>
/// <param name="place">Where the journal is; null where no history is kept.</param>
/// <param name="clock">The clock.</param>
/// <param name="limit">How long the writing may hold the command up.</param>
internal sealed class HistoryNotes(JournalPlace? place, TimeProvider clock, TimeSpan limit)
{
    /// <summary>The same where a call was left behind after a signal, and the second is nearly over that there is for the report.</summary>
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<SettledTarget> _notes = [];
    private readonly List<RunAccount> _accounts = [];
    private Task<IRunJournal>? _opening;

    /// <summary>
    /// Begins to open the journal, while the service is asked: what that takes is over then before anybody could wait for it.
    /// </summary>
    public void Prepare()
    {
        lock (_gate)
        {
            _opening ??= place is null ? null : Task.Run(() => place.OpenAsync(CancellationToken.None));
        }
    }

    /// <summary>Notes what became of a target. What was not sent is none of it.</summary>
    /// <param name="operation">What was done.</param>
    /// <param name="account">As whom the service was asked.</param>
    /// <param name="target">The target's id.</param>
    /// <param name="report">What became of it.</param>
    /// <param name="startedAt">When the call was begun.</param>
    public void Add(IBoundOperation operation, ServiceAccount account, string target, OutcomeReport report, DateTimeOffset startedAt)
    {
        if (place is null || report.Outcome == ReportedOutcome.NotSent)
        {
            return;
        }

        lock (_gate)
        {
            var planned = PlannedAccount.Of(account);
            if (!_accounts.Contains(planned))
            {
                _accounts.Add(planned);
            }

            var entry = ControlOperations.Find(operation.Entry.Id)!;
            _notes.Add(new SettledTarget(
                new PlannedTarget { Operation = entry, Account = planned.Name, Id = target, Input = operation.Recorded },
                TargetReport.ToResult(report),
                startedAt));
        }
    }

    /// <summary>Writes everything down that was noted.</summary>
    /// <param name="title">The command.</param>
    /// <param name="isLastMoment">Whether a signal has come, and a call did not end in time.</param>
    /// <returns>Why it could not be written; null when it was, or when there was nothing.</returns>
    public async Task<string?> WriteAsync(string title, bool isLastMoment)
    {
        if (_notes.Count == 0)
        {
            return null;
        }

        Prepare();
        List<SettledTarget> notes = [.. _notes];
        _notes.Clear();
        var description = new RunDescription
        {
            Plan = new PlanHeader
            {
                CreatedAt = clock.GetUtcNow(),
                Accounts = _accounts,
                Title = title,
                Reason = notes.Select(note => ReasonIn(note.Planned.Input)).FirstOrDefault(reason => reason is not null),
            },
        };
        return await CommandHistory.TryRecordAsync(
            _ => Interlocked.Exchange(ref _opening, null)!, description, notes, isLastMoment ? LastMoment : limit);
    }

    /// <summary>Lets go of a journal that was opened and is not needed.</summary>
    public async ValueTask AbandonAsync()
    {
        if (_opening is { } opening)
        {
            try
            {
                var journal = await opening.WaitAsync(LastMoment, clock);
                await journal.DisposeAsync();
            }
#pragma warning disable CA1031 // Nothing was to be written.
            catch (Exception)
#pragma warning restore CA1031
            {
                // As above.
            }
        }
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
}
