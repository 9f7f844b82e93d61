using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>Works through a run, shows how it goes, and says at the end what it came to and how it goes on.</summary>
/// <param name="surroundings">What it gets from the command.</param>
/// <param name="journal">The journal.</param>
internal sealed class RunExecution(RunSurroundings surroundings, IRunJournal journal)
{
    private static readonly HashSet<TargetOutcome> NotAsWanted =
        [TargetOutcome.Partial, TargetOutcome.Refused, TargetOutcome.NotApplied, TargetOutcome.Unknown, TargetOutcome.NotSent];

    private Reporter Reporter => surroundings.Reporter;

    /// <summary>Works through the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="actor">Acts on targets.</param>
    /// <param name="options">How.</param>
    /// <param name="noun">What the targets are, in the singular.</param>
    /// <returns>What it came to, how its targets stand now, and why the pass was stopped; null where it was not.</returns>
    /// <exception cref="NotSentException">Another process works on it, or it cannot be written down; nothing was sent.</exception>
    public async Task<(RunReport Report, RunCounts Counts, RunStop? Stop)> WorkAsync(
        RunRecord run, ITargetActor actor, ControlRunnerOptions options, string noun)
    {
        var printer = new RunTargetPrinter(Reporter, surroundings.Style, run.Counts.Total);
        var runner = new ControlRunner(journal, actor, options);
        var unverified = new Dictionary<(ReportedOutcome, ExitCode), long>();
        var open = new OpenTargets();
        string? failure = null;
        var isDamaged = false;
        using (var progress = new ProgressLine(Reporter, surroundings.Clock, _ => Live(runner.Progress, run.Counts.Total), isImmediate: false))
        {
            try
            {
                // The token is none of the enumeration's: what is under way is told to its end.
                await foreach (var target in runner.RunAsync(run.Id, surroundings.Stop.Token))
                {
                    var report = TargetReport.Of(target, surroundings.IsSandbox);
                    if (report is { Outcome: ReportedOutcome.Applied or ReportedOutcome.AlreadySo, ExitCode: not ExitCode.Success })
                    {
                        unverified[(report.Outcome, report.ExitCode)] = unverified.GetValueOrDefault((report.Outcome, report.ExitCode)) + 1;
                    }

                    if (target.Status != RunTargetStatus.Settled)
                    {
                        open.Add(target);
                    }

                    progress.Between(() => printer.Add(report));
                }
            }
            catch (OperationCanceledException) when (surroundings.Stop.Received is not null)
            {
                // Said below.
            }
            catch (RunNotFoundException exception)
            {
                throw new NotSentException(ExitCode.NotFound, $"{exception.Message} Nothing was sent.", exception);
            }
            catch (RunHeldException exception)
            {
                throw new NotSentException(ExitCode.NotSent, exception.Message, exception);
            }
            catch (RunJournalException exception)
            {
                (failure, isDamaged) = (exception.Message, exception is RunDamagedException);
            }
        }

        var (counts, tally, head) = await TallyAsync(
            run, runner.Progress?.Counts ?? run.Counts, unverified, open, failure, isDamaged ? ExitCode.NotSent : ExitCode.Fault);
        return (Report(run, runner.Stop, failure, printer, noun, counts, tally) with { Head = head }, counts, runner.Stop);
    }

    /// <summary>Says what the run came to: a sentence or a document.</summary>
    public void Tell(RunReport report)
    {
        if (!Reporter.IsForPeople)
        {
            Reporter.Finish(JsonSerializer.Serialize(report with { Warnings = Reporter.Warnings }, RunJsonContext.Readable.RunReport), report.ExitCode);
            return;
        }

        Reporter.Conclude(report.Message, report.ExitCode);
        foreach (var rest in report.RunsOn ?? [])
        {
            Reporter.Announce($"runs on: {Text(rest)}", Tone.Held);
        }

        if (report.Stopped is { } reason)
        {
            Reporter.Complain($"stopped: {reason}");
        }

        if (report.Head is { } head)
        {
            Reporter.Notice($"head: {head}");
        }

        if (report.Resume is { } resume)
        {
            Reporter.Suggest($"To go on: {resume}");
        }
        else if (report.Run is { } id)
        {
            Reporter.Suggest($"run {id}: '{surroundings.Next.OfRuns($"runs show {id}")}' shows it", isNotice: true);
        }
    }

    /// <summary>What runs on, in words.</summary>
    public static string Text(RunningOn rest)
    {
        var more = rest.Count > rest.Ids.Count ? string.Create(CultureInfo.InvariantCulture, $" and {rest.Count - rest.Ids.Count} more") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rest.Count} {rest.Kind[..^(rest.Count == 1 ? 1 : 0)].Replace('-', ' ')}: "
            + $"{PlainText.OneLine(string.Join(", ", rest.Ids))}{more}. {rest.Advice}");
    }

    private RunReport Report(
        RunRecord run, RunStop? stop, string? failure, RunTargetPrinter printer, string noun, RunCounts counts, OutcomeTally tally) =>
        new()
        {
            Outcome = tally.Outcome,
            ExitCode = tally.ExitCode,
            SafeToRepeat = tally.IsSafeToRepeat,
            Message = tally.Sentence(noun),
            Operation = surroundings.Command,
            Sandbox = surroundings.IsSandbox,
            Run = run.Id,
            Undoes = run.Plan.Undoes,
            Accounts = RunAccountDocument.Of(run.Plan),
            Counts = RunCountsDocument.Of(counts),
            Stopped = failure ?? stop?.Reason,
            Resume = counts.Left > 0 || counts.NotApplied > 0 ? surroundings.Next.OfRuns($"runs resume {run.Id}") : null,
            Targets = printer.NotAsWanted,
        };

    /// <summary>Counts all targets of the run, those of passes before included.</summary>
    private async Task<(RunCounts Counts, OutcomeTally Tally, string? Head)> TallyAsync(
        RunRecord run,
        RunCounts seen,
        Dictionary<(ReportedOutcome Outcome, ExitCode Code), long> unverified,
        OpenTargets open,
        string? failure,
        ExitCode failureCode)
    {
        RunCounts counts;
        OutcomeTally tally;
        string? head = null;
        try
        {
            var found = await journal.FindAsync(run.Id);
            (counts, head) = (found?.Counts ?? seen, found?.Head?.ToString());
            tally = Begin(counts, unverified);
            if (counts.Done > counts.Applied + counts.AlreadySo)
            {
                await foreach (var target in journal.ListTargetsAsync(run.Id, new RunTargetFilter { Outcomes = NotAsWanted }))
                {
                    tally.Add(TargetReport.Of(target, surroundings.IsSandbox));
                }
            }

            if (counts.Left > 0)
            {
                // Also what a process before this one began, and this one did not come to.
                open = new OpenTargets();
                await foreach (var target in journal.ListTargetsAsync(run.Id, new RunTargetFilter { Status = RunTargetStatus.Intended }))
                {
                    open.Add(target);
                }
            }
        }
        catch (RunJournalException exception)
        {
            // What this process has seen is still to be told.
            if (failure is null)
            {
                Reporter.Warn($"the journal cannot be read any more, so that these are the numbers of this process: {exception.Message}");
            }

            counts = seen;
            tally = Begin(counts, unverified);
            tally.Add(ReportedOutcome.Partial, ExitCode.Partial, isSafeToRepeat: false, counts.Partial);
            tally.Add(ReportedOutcome.Refused, ExitCode.Refused, isSafeToRepeat: true, counts.Refused);
            tally.Add(ReportedOutcome.NotApplied, ExitCode.NotApplied, isSafeToRepeat: true, counts.NotApplied);
            tally.Add(ReportedOutcome.Unknown, ExitCode.Unknown, isSafeToRepeat: false, counts.Unknown);
            tally.Add(ReportedOutcome.NotSent, ExitCode.NotSent, isSafeToRepeat: true, counts.NotSent);
        }

        // What was sent and is not known is looked at when the run goes on; the rest was never sent.
        var signal = surroundings.Stop.Received;
        tally.Add(ReportedOutcome.Unknown, signal ?? ExitCode.Unknown, isSafeToRepeat: true, open.Repeatable);
        tally.Add(ReportedOutcome.Unknown, signal ?? ExitCode.Unknown, isSafeToRepeat: false, open.Unrepeatable);
        tally.Add(
            ReportedOutcome.NotSent,
            signal ?? (failure is null ? ExitCode.NotSent : failureCode),
            isSafeToRepeat: true,
            counts.Left - open.Repeatable - open.Unrepeatable);
        return (counts, tally, head);
    }

    private static OutcomeTally Begin(RunCounts counts, Dictionary<(ReportedOutcome Outcome, ExitCode Code), long> unverified)
    {
        var tally = new OutcomeTally();
        foreach (var ((outcome, code), number) in unverified)
        {
            tally.Add(outcome, code, isSafeToRepeat: true, number);
        }

        tally.Add(ReportedOutcome.Applied, ExitCode.Success, isSafeToRepeat: true, counts.Applied - Unverified(ReportedOutcome.Applied));
        tally.Add(ReportedOutcome.AlreadySo, ExitCode.Success, isSafeToRepeat: true, counts.AlreadySo - Unverified(ReportedOutcome.AlreadySo));
        return tally;

        long Unverified(ReportedOutcome outcome) => unverified.Where(pair => pair.Key.Outcome == outcome).Sum(pair => pair.Value);
    }

    private static string Live(RunProgress? progress, long total)
    {
        if (progress is null)
        {
            return "beginning";
        }

        var counts = progress.Counts;
        List<string> parts = [string.Create(CultureInfo.InvariantCulture, $"{ProgressLine.Bar(counts.Done, total)} {counts.Done} of {total}")];
        Add("applied", counts.Applied);
        Add("already so", counts.AlreadySo);
        Add("partial", counts.Partial);
        Add("refused", counts.Refused);
        Add("not applied", counts.NotApplied);
        Add("unknown", counts.Unknown);
        Add("left out", counts.NotSent);
        if (progress.PerSecond is { } rate)
        {
            var limit = progress.LimitPerSecond is { } most ? string.Create(CultureInfo.InvariantCulture, $" of {most:0.#}") : string.Empty;
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:0.#}{limit}/s"));
        }

        if (progress.TimeLeft is { } time)
        {
            parts.Add($"{ProgressLine.Clock(time)} left");
        }

        return string.Join(" · ", parts);

        void Add(string word, long count)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {word}"));
            }
        }
    }
}

/// <summary>How many targets were sent, or about to be, and have come to no outcome.</summary>
internal sealed class OpenTargets
{
    /// <summary>Those that can be asked again without harm.</summary>
    public long Repeatable { get; private set; }

    /// <summary>The others.</summary>
    public long Unrepeatable { get; private set; }

    public void Add(RunTarget target)
    {
        if (target.Planned.DecidedOperation.IsSafeToRepeat)
        {
            Repeatable++;
        }
        else
        {
            Unrepeatable++;
        }
    }
}

/// <summary>What a run gets from the command that works on it.</summary>
/// <param name="Reporter">Where everything is said.</param>
/// <param name="Style">What standard output can show.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Stop">The signal to stop.</param>
/// <param name="IsSandbox">Whether the sandbox is asked.</param>
/// <param name="Command">The command's name.</param>
/// <param name="Next">Writes commands to be given next.</param>
internal sealed record RunSurroundings(
    Reporter Reporter,
    TerminalStyle Style,
    TimeProvider Clock,
    TerminationSignals Stop,
    bool IsSandbox,
    string Command,
    NextCommand Next);
