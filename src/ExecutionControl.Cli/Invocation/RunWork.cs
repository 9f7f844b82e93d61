using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command's work on a run: makes it in the journal, carries it out, and says how it goes on.</summary>
/// <param name="context">The command.</param>
/// <param name="journal">The journal.</param>
/// <param name="pace">How its runs go.</param>
internal sealed class RunWork(CommandContext context, IRunJournal journal, RunPaceOptions pace)
{
    /// <summary>Opens the journal.</summary>
    /// <exception cref="NotSentException">It cannot be used.</exception>
    public static async Task<IRunJournal> OpenJournalAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var place = context.Journal ?? throw new NotSentException(
            ExitCode.NotSent, "There is nowhere to keep the journal of a run: set HOME or XDG_STATE_HOME. Nothing was sent.");
        try
        {
            return await place.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RunJournalException or IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"The journal cannot be used, and without it nothing is sent: {exception.Message}", exception);
        }
    }

    /// <summary>Sees to it that a run is as it was written, before anything is sent by what stands in it.</summary>
    /// <exception cref="RunDamagedException">It is not.</exception>
    public async Task RequireIntactAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var found = await journal.VerifyAsync(run.Id, cancellationToken: cancellationToken);
        if (!found.IsIntact)
        {
            var more = found.Findings.Count > 1 ? $" (and {found.Findings.Count - 1} more)" : string.Empty;
            throw new RunDamagedException(
                run.Id, $"The journal {journal.Location} was edited by hand, or is damaged: {found.Findings[0].TrimEnd('.')}{more}.");
        }
    }

    /// <summary>Makes a run of a plan; nothing is sent.</summary>
    /// <exception cref="NotSentException">The plan cannot be used, or the journal cannot be written.</exception>
    public async Task<RunRecord> CreateAsync(
        PlanHeader plan, string? digest, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        try
        {
            var description = new RunDescription { Plan = plan, Digest = digest, Pacing = pace.In(context.ParseResult) };
            return await journal.CreateAsync(description, targets, cancellationToken);
        }
        catch (Exception exception) when (exception is PlanFormatException or RunJournalException)
        {
            throw new NotSentException(ExitCode.NotSent, $"{exception.Message} Nothing was sent.", exception);
        }
    }

    /// <summary>Carries a run out.</summary>
    /// <param name="run">The run.</param>
    /// <param name="actor">Acts on targets.</param>
    /// <param name="options">How.</param>
    /// <param name="noun">What the targets are, in the singular.</param>
    public async Task<RunReport> CarryOutAsync(RunRecord run, ITargetActor actor, ControlRunnerOptions options, string noun)
    {
        // What was under way tells its end, and the journal is written to its end.
        context.Grace = TimeSpan.FromSeconds(5);
        context.Reporter.Detail($"run {run.Id}, in {PlainText.OneLine(journal.Location)}");
        var (report, counts, stop) = await Execution.WorkAsync(run, actor, options, noun);
        return report.Resume is { } resume ? report with { Resume = pace.GoOn(resume, context, run with { Counts = counts }, stop) } : report;
    }

    /// <summary>Says what a run came to.</summary>
    public OutcomeReport? Tell(RunReport report)
    {
        Execution.Tell(report);
        context.End(report.ExitCode);
        return null;
    }

    private RunExecution Execution => new(
        new RunSurroundings(
            context.Reporter,
            context.Streams.OutputStyle,
            context.TimeProvider,
            context.Signals,
            context.IsSandbox,
            UsageError.PathOf(context.ParseResult.CommandResult.Command),
            context.Next),
        journal);
}
