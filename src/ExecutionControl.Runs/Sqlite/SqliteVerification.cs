using System.Globalization;

namespace ExecutionControl.Runs;

/// <summary>Looks for rows of a journal in a file that somebody else has changed, removed or inserted.</summary>
/// <param name="reading">The journal.</param>
internal sealed class SqliteVerification(SqliteReading reading)
{
    private const int MostFindings = 100;
    private const int Page = 1000;

    private readonly List<string> _findings = [];
    private readonly List<ChainHead> _heads = [];
    private long _runs;
    private long _rows;

    public JournalVerification Verify(string? runId, CancellationToken cancellationToken)
    {
        if (runId is not null)
        {
            var (key, run) = reading.RequireRun(runId);
            VerifyRun(key, run, cancellationToken);
        }
        else
        {
            VerifyAll(cancellationToken);
        }

        return new JournalVerification { Runs = _runs, Rows = _rows, Findings = _findings, Heads = _heads };
    }

    private void VerifyAll(CancellationToken cancellationToken)
    {
        var (count, head) = reading.ReadAll("SELECT runs, head FROM journal WHERE id = 1", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)))[0];
        var number = 0L;
        var chain = HistoryChain.Beginning;
        foreach (var (key, run) in reading.Runs(newestFirst: false))
        {
            if (run.Number != ++number)
            {
                Find($"Before run {run.Id} (number {run.Number}) {run.Number - number} of the runs are missing.");
                number = run.Number;
            }

            var first = VerifyRun(key, run, cancellationToken);
            chain = first is null ? chain : HistoryChain.Next(chain, first);
        }

        if (number != count)
        {
            Find(number < count ? $"The last {count - number} of the runs are missing." : $"The last {number - count} of the runs were inserted.");
        }
        else if (!chain.AsSpan().SequenceEqual(head))
        {
            Find("The chain of the runs does not end in the hash that is noted for it.");
        }

        _heads.Insert(0, new ChainHead(string.Empty, count, Convert.ToHexStringLower(head)));
    }

    /// <summary>Verifies one run.</summary>
    /// <returns>What its first row says; null where there is none.</returns>
    private string? VerifyRun(long key, RunRecord run, CancellationToken cancellationToken)
    {
        _runs++;
        var (count, head) = reading.ReadAll(
            "SELECT entries, head FROM runs WHERE key = $run", row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("$run", key))[0];
        _heads.Add(new ChainHead(run.Id, count, Convert.ToHexStringLower(head)));
        string? first = null;
        var chain = HistoryChain.Beginning;
        var sequence = 0L;
        var counts = new RunCounts { Total = run.Counts.Total };
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = reading.ReadAll(
                $"SELECT sequence, content, hash FROM history WHERE run = $run AND sequence > $last ORDER BY sequence LIMIT {Page}",
                row => (Sequence: row.GetInt64(0), Content: row.GetString(1), Hash: row.GetFieldValue<byte[]>(2)),
                ("$run", key),
                ("$last", sequence));
            foreach (var row in page)
            {
                first ??= row.Content;
                if (row.Sequence != sequence + 1)
                {
                    Find($"Run {run.Id}: {Rows(row.Sequence - sequence - 1)} before row {row.Sequence} of its history are missing.");
                }

                chain = HistoryChain.Next(chain, row.Content);
                if (!chain.AsSpan().SequenceEqual(row.Hash))
                {
                    Find($"Run {run.Id}: row {row.Sequence} of its history, or one before it, is not what was written.");

                    // What follows is held against what stands here, so that one change is found once.
                    chain = row.Hash;
                }

                sequence = row.Sequence;
                counts = HistoryChain.Count(counts, row.Content);
                _rows++;
            }

            if (page.Count < Page)
            {
                break;
            }
        }

        if (sequence != count)
        {
            Find(sequence < count
                ? $"Run {run.Id}: the last {Rows(count - sequence)} of its history are missing."
                : $"Run {run.Id}: the last {Rows(sequence - count)} of its history were inserted.");
        }
        else if (!chain.AsSpan().SequenceEqual(head))
        {
            Find($"Run {run.Id}: its history does not end in the hash that is noted for it.");
        }

        if (first is null || first != HistoryChain.OfCreation(run with { Counts = new RunCounts { Total = run.Counts.Total } }))
        {
            Find($"Run {run.Id}: what is noted of it is not what its history says it was made as.");
        }

        if (counts != run.Counts)
        {
            Find($"Run {run.Id}: the numbers of its outcomes are not those of its history.");
        }

        VerifyTargets(key, run, cancellationToken);
        return first;
    }

    /// <summary>Holds the targets against the plan's digest and against the history.</summary>
    private void VerifyTargets(long key, RunRecord run, CancellationToken cancellationToken)
    {
        using var digest = new PlanDigest(run.Plan);
        var counts = new RunCounts { Total = run.Counts.Total };
        foreach (var target in reading.Targets(key, run, null))
        {
            cancellationToken.ThrowIfCancellationRequested();
            digest.Add(PlanText.Write(target.Planned));
            if (target.Ordinal != digest.Count)
            {
                break;
            }

            counts = target is { Status: RunTargetStatus.Settled, Result: { } result } ? RunCounter.Plus(counts, result.Outcome, 1) : counts;
        }

        if (digest.Count != run.Counts.Total || digest.End() != run.Digest)
        {
            Find($"Run {run.Id}: its targets are not those of its plan.");
        }

        if (counts != run.Counts)
        {
            Find($"Run {run.Id}: the numbers of its outcomes are not those of its targets.");
        }

        // The outcome of a target is its last one in the history, unless it was let be done again since.
        foreach (var ordinal in reading.ReadAll(
            """
            SELECT t.ordinal FROM targets t LEFT JOIN history h ON h.run = t.run AND h.sequence = t.entry
            WHERE t.run = $run AND t.status = 2 AND (h.ordinal IS NULL OR h.ordinal <> t.ordinal OR t.outcome IS NULL
                OR json_extract(h.content, '$.result.outcome') <> CASE t.outcome WHEN 0 THEN 'Unknown' WHEN 1 THEN 'Applied' WHEN 2 THEN 'AlreadySo'
                    WHEN 3 THEN 'Partial' WHEN 4 THEN 'Refused' WHEN 5 THEN 'NotApplied' WHEN 6 THEN 'NotSent' ELSE '' END)
            UNION
            SELECT t.ordinal FROM targets t JOIN history h ON h.run = t.run AND h.ordinal = t.ordinal
            WHERE t.run = $run AND t.status = 2 AND h.sequence > t.entry
            LIMIT 101
            """,
            row => row.GetInt64(0),
            ("$run", key)))
        {
            Find($"Run {run.Id}: what is noted of target {ordinal} is not what its history says last.");
        }
    }

    private static string Rows(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "row" : "rows")}");

    private void Find(string finding)
    {
        if (_findings.Count < MostFindings)
        {
            _findings.Add(finding);
        }
    }
}
