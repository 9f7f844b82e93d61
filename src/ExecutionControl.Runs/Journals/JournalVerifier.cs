using System.Globalization;
using System.Security.Cryptography;

namespace ExecutionControl.Runs;

/// <summary>Looks for rows of a journal that somebody else has changed, removed or inserted.</summary>
/// <param name="journal">The journal, as it is at one moment.</param>
/// <param name="kept">Heads that were kept elsewhere.</param>
internal sealed class JournalVerifier(IVerifiedJournal journal, IReadOnlyList<ChainHead> kept)
{
    private const int MostFindings = 100;

    private static readonly PlanHeader _noPlan = new() { CreatedAt = DateTimeOffset.UnixEpoch, Accounts = [] };

    private readonly List<string> _findings = [];
    private readonly List<ChainHead> _heads = [];
    private readonly ILookup<(string, long), ChainHead> _kept = kept.ToLookup(head => (head.RunId, head.Count));
    private readonly HashSet<ChainHead> _compared = [];
    private long _runs;
    private long _rows;

    public async Task<JournalVerification> VerifyAsync(string? runId, CancellationToken cancellationToken)
    {
        await foreach (var finding in ReadOn(string.Empty, journal.FindForeignPartsAsync(isWhole: runId is null, cancellationToken)).ConfigureAwait(false))
        {
            Find(finding);
        }

        var number = 0L;
        var chain = HistoryChain.Beginning;
        await foreach (var run in ReadOn("The runs: ", journal.ReadRunsAsync(runId, cancellationToken)).ConfigureAwait(false))
        {
            if (runId is null && run.Number is { } place && place != ++number)
            {
                Find(place < number
                    ? $"{run.Name} (number {place}) was inserted."
                    : $"Before {Small(run.Name)} (number {place}) {place - number} of the runs are missing.");
                number = Math.Max(place, 0);
            }

            var first = await VerifyRunAsync(run, cancellationToken).ConfigureAwait(false);
            if (first is not null && run.Number is { } known)
            {
                chain = HistoryChain.Next(chain, first);
                Compare(string.Empty, known, chain);
            }
        }

        if (runId is null)
        {
            await VerifyOrderAsync(number, chain, cancellationToken).ConfigureAwait(false);
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

    private async Task VerifyOrderAsync(long number, byte[] chain, CancellationToken cancellationToken)
    {
        StoredHead? head = null;
        await foreach (var found in ReadOn("The chain of the runs: ", journal.ReadHeadAsync(cancellationToken)).ConfigureAwait(false))
        {
            head = found;
        }

        if (head is not { Damage: null })
        {
            Find(head is null ? "The end of the chain of the runs is missing." : $"The end of the chain of the runs: {head.Damage}.");
            return;
        }

        if (number != head.Count)
        {
            Find(number < head.Count
                ? $"The last {head.Count - number} of the runs are missing."
                : $"The last {number - head.Count} of the runs were inserted.");
        }
        else if (!chain.AsSpan().SequenceEqual(head.Hash))
        {
            Find("The chain of the runs does not end in the hash that is noted for it.");
        }

        _heads.Insert(0, new ChainHead(string.Empty, head.Count, Convert.ToHexStringLower(head.Hash)));
    }

    /// <summary>Verifies one run.</summary>
    /// <returns>What its first row says; null where there is none.</returns>
    private async Task<string?> VerifyRunAsync(StoredRun run, CancellationToken cancellationToken)
    {
        _runs++;
        if (run.Damage is { } damage)
        {
            Find($"{run.Name}: {damage}.");
        }

        if (run is { Id.Length: > 0, Rows: { } rows, Head.Length: SHA256.HashSizeInBytes })
        {
            _heads.Add(new ChainHead(run.Id, rows, Convert.ToHexStringLower(run.Head)));
        }

        var history = await VerifyHistoryAsync(run, cancellationToken).ConfigureAwait(false);
        if (run.Readable is { } record && history.IsWhole)
        {
            if (history.First != HistoryChain.OfCreation(record, history.LeftOut))
            {
                Find($"{run.Name}: what is noted of it is not what its history says it was made as.");
            }

            if (history.IsCanaryPassed != record.IsCanaryPassed)
            {
                Find($"{run.Name}: whether its first targets have passed is not noted as its history says it.");
            }

            if (history.Counts with { Total = record.Counts.Total } != record.Counts)
            {
                Find($"{run.Name}: the numbers of its outcomes are not those of its history.");
            }
        }

        await VerifyTargetsAsync(run, history, cancellationToken).ConfigureAwait(false);
        return history.First;
    }

    /// <summary>Goes along the chain of a run.</summary>
    private async Task<RunHistory> VerifyHistoryAsync(StoredRun run, CancellationToken cancellationToken)
    {
        var history = new RunHistory();
        var chain = HistoryChain.Beginning;
        var sequence = 0L;
        var read = ReadOn($"{run.Name}: ", journal.ReadHistoryAsync(run, cancellationToken), () => history.IsWhole = false);
        await foreach (var entry in read.ConfigureAwait(false))
        {
            _rows++;
            if (entry.Sequence is < 1)
            {
                Find($"{run.Name}: row {entry.Sequence} of its history was inserted.");
                continue;
            }

            if (entry is not { Sequence: { } at, Content: { } content })
            {
                // What follows is held against what stands here, as far as it can be read.
                Find($"{run.Name}: {entry.Complaint}.");
                (history.IsWhole, sequence) = (false, entry.Sequence ?? (sequence + 1));
                chain = entry.Hash.Length > 0 ? entry.Hash : chain;
                continue;
            }

            if (history.First is null)
            {
                (history.First, history.LeftOut) = (content, HistoryChain.LeftOutIn(content));
            }

            if (at != sequence + 1)
            {
                Find($"{run.Name}: {Rows(at - sequence - 1)} before row {at} of its history are missing.");
            }

            chain = HistoryChain.Next(chain, content);
            if (!chain.AsSpan().SequenceEqual(entry.Hash))
            {
                Find($"{run.Name}: row {at} of its history, or one before it, is not what was written.");

                // What follows is held against what stands here, so that one change is found once.
                chain = entry.Hash;
            }

            Compare(run.Id, at, entry.Hash);
            sequence = at;
            history.Counts = HistoryChain.Count(history.Counts, content, out var ordinal);
            if (ordinal != entry.Ordinal)
            {
                Find($"{run.Name}: row {at} of its history is noted for another target than it tells of.");
            }

            history.IsCanaryPassed |= HistoryChain.IsOfCanary(content);
        }

        if (run.Rows is { } rows && sequence != rows)
        {
            Find(sequence < rows
                ? $"{run.Name}: the last {Rows(rows - sequence)} of its history are missing."
                : $"{run.Name}: the last {Rows(sequence - rows)} of its history were inserted.");
        }
        else if (run.Rows is not null && !chain.AsSpan().SequenceEqual(run.Head))
        {
            Find($"{run.Name}: its history does not end in the hash that is noted for it.");
        }

        return history;
    }

    /// <summary>Holds the targets against the plan's digest and against the history.</summary>
    private async Task VerifyTargetsAsync(StoredRun run, RunHistory history, CancellationToken cancellationToken)
    {
        using var digest = new PlanDigest(run.Readable?.Plan ?? _noPlan);
        using var leftOut = new LeftOutDigest();
        var counts = new RunCounts();
        var (isInOrder, isWhole) = (true, run.Readable is not null);
        await foreach (var stored in ReadOn($"{run.Name}: ", journal.ReadTargetsAsync(run, cancellationToken), () => isWhole = false).ConfigureAwait(false))
        {
            if (stored.Readable is not { } target)
            {
                Find($"{run.Name}: {stored.Complaint}.");
                isWhole = false;
                continue;
            }

            if (!isWhole)
            {
                continue;
            }

            digest.Add(PlanText.Write(target.Planned));
            leftOut.Add(target.Ordinal, target.Planned.SkipReason);
            isInOrder &= target.Ordinal == digest.Count;

            // One that is being done again is unknown until it comes to something else.
            counts = target is { Status: RunTargetStatus.Settled, Result: { } } or { Status: RunTargetStatus.Intended, Result.Outcome: TargetOutcome.Unknown }
                ? RunCounter.Plus(counts, target.Result.Outcome, 1)
                : counts;
        }

        if (isWhole && run.Readable is { } record)
        {
            if (!isInOrder || digest.Count != record.Counts.Total || digest.End() != record.Digest)
            {
                Find($"{run.Name}: its targets are not those of its plan.");
            }

            if (history.LeftOut is { } noted && leftOut.End() != noted)
            {
                Find($"{run.Name}: the targets that it leaves out, or why, are not those that it was made with.");
            }

            if (counts with { Total = record.Counts.Total } != record.Counts)
            {
                Find($"{run.Name}: the numbers of its outcomes are not those of its targets.");
            }
        }

        await foreach (var ordinal in ReadOn($"{run.Name}: ", journal.FindContradictionsAsync(run, MostFindings, cancellationToken)).ConfigureAwait(false))
        {
            Find($"{run.Name}: what is noted of target {ordinal} is not what its history says last.");
        }
    }

    /// <summary>Reads on as far as that can be done: where it ends before its end, that is one more finding, and the rest is looked at all the same.</summary>
    private async IAsyncEnumerable<T> ReadOn<T>(string subject, IAsyncEnumerable<T> rows, Action? brokenOff = null)
    {
        var all = rows.GetAsyncEnumerator();
        await using (all.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await all.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (RunJournalException exception) when (exception is not RunNotFoundException)
                {
                    Find($"{subject}{exception.Message}");
                    brokenOff?.Invoke();
                    yield break;
                }

                yield return all.Current;
            }
        }
    }

    private static string Small(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";

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
    /// <summary>What the journal has beside its rows that this library does not make, and that could change them; one sentence each.</summary>
    /// <param name="isWhole">Whether to look through all of what keeps the rows, too.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    IAsyncEnumerable<string> FindForeignPartsAsync(bool isWhole, CancellationToken cancellationToken);

    /// <summary>The end of the chain of the runs; nothing where it is missing.</summary>
    IAsyncEnumerable<StoredHead> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>One run, or all of them, the oldest first.</summary>
    IAsyncEnumerable<StoredRun> ReadRunsAsync(string? runId, CancellationToken cancellationToken);

    /// <summary>The rows of a run's history, the oldest first.</summary>
    IAsyncEnumerable<StoredEntry> ReadHistoryAsync(StoredRun run, CancellationToken cancellationToken);

    /// <summary>The targets of a run, in the plan's order.</summary>
    IAsyncEnumerable<StoredTarget> ReadTargetsAsync(StoredRun run, CancellationToken cancellationToken);

    /// <summary>The targets whose outcome is not that of their last row in the history.</summary>
    IAsyncEnumerable<long> FindContradictionsAsync(StoredRun run, int most, CancellationToken cancellationToken);
}

/// <summary>What the history of a run says of it.</summary>
internal sealed class RunHistory
{
    /// <summary>Whether all of it could be read.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>What the first row says.</summary>
    public string? First { get; set; }

    /// <summary>The digest in it over which targets are left out; null where an older version has written it.</summary>
    public string? LeftOut { get; set; }

    /// <summary>The numbers of the outcomes.</summary>
    public RunCounts Counts { get; set; } = new();

    /// <summary>Whether the first targets have passed.</summary>
    public bool IsCanaryPassed { get; set; }
}
