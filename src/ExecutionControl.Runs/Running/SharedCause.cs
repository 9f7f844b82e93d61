using System.Globalization;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>
/// Notices when target after target of an account fails for a reason that has nothing to do with the target: whatever is sent to it after that
/// would fail alike, at the price of a wait or an audit event each.
/// </summary>
/// <param name="accounts">The accounts of the plan.</param>
/// <param name="concurrency">How many calls are under way at once: a server that is started again loses all of their answers.</param>
/// <param name="clock">The clock.</param>
internal sealed class SharedCause(IReadOnlyList<RunAccount> accounts, int concurrency, TimeProvider clock)
{
    /// <summary>So many in a row are no chance.</summary>
    private const int Enough = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<(ControlService, string), Row> _rows = [];
    private (ControlService Service, string Account, Row Row)? _last;
    private volatile bool _isAnyGivenUp;

    private enum Kind
    {
        None,
        CredentialRejected,
        NoAnswer,
        TurnedAway,
    }

    /// <summary>Why the rest of one or more accounts is not sent, a clause for a person.</summary>
    public string Reasons
    {
        get
        {
            lock (_gate)
            {
                return string.Join("; ", _rows.Values.Select(row => row.Reason).Where(reason => reason is not null));
            }
        }
    }

    /// <summary>Whether nothing is sent to any account of the plan any more.</summary>
    public bool CoversAll
    {
        get
        {
            if (!_isAnyGivenUp)
            {
                return false;
            }

            lock (_gate)
            {
                return accounts.Count > 0 && accounts.All(IsGivenUp);
            }
        }
    }

    /// <summary>The accounts to which nothing is sent any more.</summary>
    public IReadOnlyList<RunAccount> GivenUp
    {
        get
        {
            if (!_isAnyGivenUp)
            {
                return [];
            }

            lock (_gate)
            {
                return [.. accounts.Where(IsGivenUp)];
            }
        }
    }

    /// <summary>Why the rest of an account is not sent; null where it is.</summary>
    public string? ReasonOf(PlannedTarget target)
    {
        if (!_isAnyGivenUp)
        {
            return null;
        }

        lock (_gate)
        {
            return _rows.GetValueOrDefault(KeyOf(target))?.Reason;
        }
    }

    /// <summary>Notes what became of a target.</summary>
    /// <returns>Whether so many answers were lost that a look is to tell whether the service answers at all.</returns>
    public bool Note(PlannedTarget target, TargetResult result)
    {
        lock (_gate)
        {
            var row = RowOf(target);
            if (result is { Outcome: TargetOutcome.Unknown, StatusCode: null, Attempts: > 0, IsCanceled: false, IsSettledByLook: false })
            {
                // A lost answer alone is no proof: some are lost on the way, and all of those under way when a server is started again.
                row.Lost++;
                if (row.Lost >= Enough + (2 * concurrency))
                {
                    GiveUp(row, NoAnswerFrom(target, row.Lost));
                }

                return row.Reason is null && row.Lost % Enough == 0;
            }

            row.Lost = 0;
            var kind = result switch
            {
                { Reason: RefusalReason.Authentication } => Kind.CredentialRejected,
                { Outcome: TargetOutcome.NotApplied, StatusCode: null, Attempts: > 0, IsCanceled: false } => Kind.NoAnswer,
                { StatusCode: 429, IsCanceled: false } => Kind.TurnedAway,
                _ => Kind.None,
            };
            row.InARow = kind == Kind.None ? 0 : kind == row.Kind ? row.InARow + 1 : 1;
            row.Kind = kind;
            if (RunPace.IsTooLong(result))
            {
                var until = clock.GetUtcNow() + result.RetryAfter!.Value;
                GiveUp(row, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.Operation.Service} turns calls of account '{target.Account}' away for its rate until {until:yyyy-MM-dd HH:mm} UTC"));
            }
            else if (row.InARow >= Enough)
            {
                GiveUp(row, kind switch
                {
                    Kind.CredentialRejected =>
                        $"the credential of account '{target.Account}' was rejected by {target.Operation.Service} for {Enough} targets in a row",
                    Kind.TurnedAway =>
                        $"{target.Operation.Service} turned every call of account '{target.Account}' away for its rate, however slowly they came",
                    _ => NoAnswerFrom(target, Enough),
                });
            }

            return false;
        }
    }

    /// <summary>Notes what a look has shown after answers were lost.</summary>
    /// <param name="target">The target that was looked at.</param>
    /// <param name="isAnswered">Whether the service has answered.</param>
    public void NoteLook(PlannedTarget target, bool isAnswered)
    {
        lock (_gate)
        {
            var row = RowOf(target);
            if (isAnswered)
            {
                row.Lost = 0;
            }
            else
            {
                GiveUp(row, NoAnswerFrom(target, Enough));
            }
        }
    }

    private bool IsGivenUp(RunAccount account) => _rows.GetValueOrDefault((account.Service, account.Name))?.Reason is not null;

    private static (ControlService, string) KeyOf(PlannedTarget target) => (target.Operation.Service, target.Account);

    private static string NoAnswerFrom(PlannedTarget target, int count) =>
        $"{target.Operation.Service} gave no answer for {count} targets of account '{target.Account}' in a row";

    private void GiveUp(Row row, string reason)
    {
        row.Reason ??= reason;
        _isAnyGivenUp = true;
    }

    /// <summary>Mostly that of the target before, with the same text in its hands.</summary>
    private Row RowOf(PlannedTarget target)
    {
        if (_last is not { } last || last.Service != target.Operation.Service || !ReferenceEquals(last.Account, target.Account))
        {
            var row = _rows.TryGetValue(KeyOf(target), out var known) ? known : _rows[KeyOf(target)] = new Row();
            _last = last = (target.Operation.Service, target.Account, row);
        }

        return last.Row;
    }

    private sealed class Row
    {
        public Kind Kind { get; set; }

        public int InARow { get; set; }

        /// <summary>How many answers in a row were lost after the call may have been processed.</summary>
        public int Lost { get; set; }

        public string? Reason { get; set; }
    }
}
