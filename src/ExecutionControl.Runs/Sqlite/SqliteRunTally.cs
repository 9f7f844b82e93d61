namespace ExecutionControl.Runs;

/// <summary>The end of a run's chain and the numbers of its outcomes, as one transaction makes them.</summary>
internal sealed class SqliteRunTally
{
    private readonly Dictionary<TargetOutcome, long> _more = [];
    private readonly byte[] _head;

    private SqliteRunTally(long run, long rows, byte[] head)
    {
        Run = run;
        Rows = rows;
        _head = head;
    }

    /// <summary>The run's key.</summary>
    public long Run { get; }

    /// <summary>How many rows the chain has.</summary>
    public long Rows { get; private set; }

    public static SqliteRunTally Read(SqliteCommands commands, long run)
    {
        using var rows = commands.Read("SELECT entries, head FROM runs WHERE key = $run", ("$run", run));
        var row = new SqliteRow(rows);
        if (!row.Next())
        {
            throw new InvalidOperationException("the run has been taken out of it. Verify the journal.");
        }

        var end = RunRows.Head(row);
        return end.Damage is { } damage
            ? throw new InvalidOperationException($"the end of the run's history was edited by hand, or is damaged: {damage}. Verify the journal.")
            : new SqliteRunTally(run, end.Count, end.Hash);
    }

    /// <summary>Adds a row, in UTF-8, to the chain.</summary>
    /// <returns>Its hash, until the next one is added.</returns>
    public ReadOnlySpan<byte> Append(ReadOnlySpan<byte> content)
    {
        Rows++;
        HistoryChain.Next(_head, content, _head, Rows);
        return _head;
    }

    public void Count(TargetOutcome outcome, long number) => _more[outcome] = _more.GetValueOrDefault(outcome) + number;

    public void Write(SqliteCommands commands) => commands.Execute(
        "UPDATE runs SET entries = $rows, head = $head, unknown = unknown + $unknown, applied = applied + $applied, already_so = already_so + $already, "
        + "partial = partial + $partial, refused = refused + $refused, not_applied = not_applied + $notApplied, not_sent = not_sent + $notSent "
        + "WHERE key = $run",
        ("$run", Run),
        ("$rows", Rows),
        ("$head", _head),
        ("$unknown", Of(TargetOutcome.Unknown)),
        ("$applied", Of(TargetOutcome.Applied)),
        ("$already", Of(TargetOutcome.AlreadySo)),
        ("$partial", Of(TargetOutcome.Partial)),
        ("$refused", Of(TargetOutcome.Refused)),
        ("$notApplied", Of(TargetOutcome.NotApplied)),
        ("$notSent", Of(TargetOutcome.NotSent)));

    private long Of(TargetOutcome outcome) => _more.GetValueOrDefault(outcome);
}
