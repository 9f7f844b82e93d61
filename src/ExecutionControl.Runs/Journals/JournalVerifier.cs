using System.Globalization;

namespace ExecutionControl.Runs;

/// <summary>Looks for rows of a journal that somebody else has changed, removed or inserted.</summary>
/// <param name="journal">The journal, as it is at one moment.</param>
/// <param name="kept">Heads that were kept elsewhere.</param>
internal sealed class JournalVerifier(IVerifiedJournal journal, IReadOnlyList<ChainHead> kept)
{
    private const int MostFindings = 100;

    private readonly List<string> _findings = [];
    private readonly List<ChainHead> _heads = [];
    private readonly ILookup<(string, long), ChainHead> _kept = kept.ToLookup(head => (head.RunId, head.Count));
    private readonly HashSet<ChainHead> _compared = [];
    private long _runs;
    private long _rows;

    public async Task<JournalVerification> VerifyAsync(string? runId, CancellationToken cancellationToken)
    {
        var (count, head) = await journal.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var number = 0L;
        var chain = HistoryChain.Beginning;
        await foreach (var run in journal.ReadRunsAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            if (runId is null && run.Record.Number != ++number)
            {
                Find(run.Record.Number < number
                    ? $"Run {run.Record.Id} (number {run.Record.Number}) was inserted."
                    : $"Before run {run.Record.Id} (number {run.Record.Number}) {run.Record.Number - number} of the runs are missing.");
                number = Math.Max(run.Record.Number, 0);
            }

            var first = await VerifyRunAsync(run, cancellationToken).ConfigureAwait(false);
            if (first is not null)
            {
                chain = HistoryChain.Next(chain, first);
                Compare(string.Empty, run.Record.Number, chain);
            }
        }

        if (runId is null)
        {
            VerifyOrder(number, chain, count, head);
        }

        foreach (var missing in kept.Where(known => known.Count > 0 && !_compared.Contains(known) && (runId is null || known.RunId == runId)))
        {
            Find($"{Chain(missing.RunId)}: row {missing.Count}, which the head {missing} is of, is missing.");
        }

        return new JournalVerification { Runs = _runs, Rows = _rows, Findings = _findings, Heads = _heads };
    }

    /// <summary>Holds a row against the heads that were kept of it.</summary>
    private void Compare(string runId, long count, byte[] hash)
    {
        foreach (var head in _kept[(runId, count)])
        {
            _compared.Add(head);
            if (!string.Equals(head.Hash, Convert.ToHexStringLower(hash), StringComparison.Ordinal))
            {
                Find($"{Chain(runId)}: it was written anew: its row {count} is not that of the head {head}.");
            }
        }
    }

    private void VerifyOrder(long number, byte[] chain, long count, byte[] head)
    {
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
    private async Task<string?> VerifyRunAsync(VerifiedRun run, CancellationToken cancellationToken)
    {
        var record = run.Record;
        _runs++;
        _heads.Add(new ChainHead(record.Id, run.Rows, Convert.ToHexStringLower(run.Head)));
        string? first = null;
        var chain = HistoryChain.Beginning;
        var sequence = 0L;
        var counts = new RunCounts { Total = record.Counts.Total };
        var isCanaryPassed = false;
        await foreach (var (at, content, hash) in journal.ReadHistoryAsync(run, cancellationToken).ConfigureAwait(false))
        {
            if (at < 1)
            {
                Find($"Run {record.Id}: row {at} of its history was inserted.");
                _rows++;
                continue;
            }

            first ??= content;
            if (at != sequence + 1)
            {
                Find($"Run {record.Id}: {Rows(at - sequence - 1)} before row {at} of its history are missing.");
            }

            chain = HistoryChain.Next(chain, content);
            if (!chain.AsSpan().SequenceEqual(hash))
            {
                Find($"Run {record.Id}: row {at} of its history, or one before it, is not what was written.");

                // What follows is held against what stands here, so that one change is found once.
                chain = hash;
            }

            Compare(record.Id, at, hash);
            sequence = at;
            counts = HistoryChain.Count(counts, content);
            isCanaryPassed |= HistoryChain.IsOfCanary(content);
            _rows++;
        }

        if (sequence != run.Rows)
        {
            Find(sequence < run.Rows
                ? $"Run {record.Id}: the last {Rows(run.Rows - sequence)} of its history are missing."
                : $"Run {record.Id}: the last {Rows(sequence - run.Rows)} of its history were inserted.");
        }
        else if (!chain.AsSpan().SequenceEqual(run.Head))
        {
            Find($"Run {record.Id}: its history does not end in the hash that is noted for it.");
        }

        if (first is null || first != HistoryChain.OfCreation(record))
        {
            Find($"Run {record.Id}: what is noted of it is not what its history says it was made as.");
        }

        if (isCanaryPassed != record.IsCanaryPassed)
        {
            Find($"Run {record.Id}: whether its first targets have passed is not noted as its history says it.");
        }

        if (counts != record.Counts)
        {
            Find($"Run {record.Id}: the numbers of its outcomes are not those of its history.");
        }

        try
        {
            await VerifyTargetsAsync(run, cancellationToken).ConfigureAwait(false);
        }
        catch (RunJournalException exception)
        {
            Find($"Run {record.Id}: {exception.Message}");
        }

        return first;
    }

    /// <summary>Holds the targets against the plan's digest and against the history.</summary>
    private async Task VerifyTargetsAsync(VerifiedRun run, CancellationToken cancellationToken)
    {
        var record = run.Record;
        using var digest = new PlanDigest(record.Plan);
        var counts = new RunCounts { Total = record.Counts.Total };
        var isInOrder = true;
        await foreach (var target in journal.ReadTargetsAsync(run, cancellationToken).ConfigureAwait(false))
        {
            digest.Add(PlanText.Write(target.Planned));
            isInOrder = target.Ordinal == digest.Count;
            if (!isInOrder)
            {
                break;
            }

            // One that is being done again is unknown until it comes to something else.
            counts = target is { Status: RunTargetStatus.Settled, Result: { } } or { Status: RunTargetStatus.Intended, Result.Outcome: TargetOutcome.Unknown }
                ? RunCounter.Plus(counts, target.Result.Outcome, 1)
                : counts;
        }

        if (!isInOrder || digest.Count != record.Counts.Total || digest.End() != record.Digest)
        {
            Find($"Run {record.Id}: its targets are not those of its plan.");
        }

        if (counts != record.Counts)
        {
            Find($"Run {record.Id}: the numbers of its outcomes are not those of its targets.");
        }

        await foreach (var ordinal in journal.FindContradictionsAsync(run, MostFindings, cancellationToken).ConfigureAwait(false))
        {
            Find($"Run {record.Id}: what is noted of target {ordinal} is not what its history says last.");
        }
    }

    private static string Chain(string runId) => runId.Length == 0 ? "The chain of the runs" : $"Run {runId}";

    private static string Rows(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "row" : "rows")}");

    private void Find(string finding)
    {
        if (_findings.Count < MostFindings)
        {
            _findings.Add(finding);
        }
    }
}

/// <summary>A journal that is verified, as it is at one moment.</summary>
internal interface IVerifiedJournal
{
    /// <summary>How many runs there are, and the hash at the end of their chain.</summary>
    Task<(long Runs, byte[] Head)> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>One run, or all of them, the oldest first.</summary>
    IAsyncEnumerable<VerifiedRun> ReadRunsAsync(string? runId, CancellationToken cancellationToken);

    /// <summary>The rows of a run's history, the oldest first.</summary>
    IAsyncEnumerable<(long Sequence, string Content, byte[] Hash)> ReadHistoryAsync(VerifiedRun run, CancellationToken cancellationToken);

    /// <summary>The targets of a run, in the plan's order.</summary>
    IAsyncEnumerable<RunTarget> ReadTargetsAsync(VerifiedRun run, CancellationToken cancellationToken);

    /// <summary>The targets whose outcome is not that of their last row in the history.</summary>
    IAsyncEnumerable<long> FindContradictionsAsync(VerifiedRun run, int most, CancellationToken cancellationToken);
}

/// <summary>A run that is verified.</summary>
/// <param name="Key">Its key in the journal.</param>
/// <param name="Record">What is noted of it.</param>
/// <param name="Rows">How many rows its history is to have.</param>
/// <param name="Head">The hash that the last of them is to have.</param>
internal sealed record VerifiedRun(long Key, RunRecord Record, long Rows, byte[] Head);
