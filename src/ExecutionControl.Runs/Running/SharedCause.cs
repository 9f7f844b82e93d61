using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>
/// Notices when target after target of an account fails for a reason that has nothing to do with the target: whatever is sent to it after that
/// would fail alike, at the price of a wait or an audit event each.
/// </summary>
internal sealed class SharedCause
{
    /// <summary>So many in a row are no chance.</summary>
    private const int Enough = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<(ControlService, string), Row> _rows = [];

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

    /// <summary>Why the rest of an account is not sent; null where it is.</summary>
    public string? ReasonOf(PlannedTarget target)
    {
        lock (_gate)
        {
            return _rows.GetValueOrDefault((target.Operation.Service, target.Account))?.Reason;
        }
    }

    /// <summary>Notes what became of a target.</summary>
    public void Note(PlannedTarget target, TargetResult result)
    {
        var kind = result switch
        {
            { Reason: RefusalReason.Authentication } => Kind.CredentialRejected,
            { Outcome: TargetOutcome.NotApplied or TargetOutcome.Unknown, StatusCode: null, Attempts: > 0, IsCanceled: false } => Kind.NoAnswer,
            { Outcome: TargetOutcome.NotApplied, StatusCode: 429, IsCanceled: false } => Kind.TurnedAway,
            _ => Kind.None,
        };
        lock (_gate)
        {
            var key = (target.Operation.Service, target.Account);
            var row = _rows.TryGetValue(key, out var known) ? known : _rows[key] = new Row();
            row.InARow = kind == Kind.None ? 0 : kind == row.Kind ? row.InARow + 1 : 1;
            row.Kind = kind;
            if (row.InARow >= Enough)
            {
                var service = target.Operation.Service;
                row.Reason ??= kind switch
                {
                    Kind.CredentialRejected => $"the credential of account '{target.Account}' was rejected by {service} for {Enough} targets in a row",
                    Kind.TurnedAway => $"{service} turned every call of account '{target.Account}' away for its rate, however slowly they came",
                    _ => $"{service} gave no answer for {Enough} targets of account '{target.Account}' in a row",
                };
            }
        }
    }

    private sealed class Row
    {
        public Kind Kind { get; set; }

        public int InARow { get; set; }

        public string? Reason { get; set; }
    }
}
