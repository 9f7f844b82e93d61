using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that works through a run: asks once, makes the run in the journal, carries it out, and says how it goes on.</summary>
internal abstract class RunCommand : EctlCommand
{
    protected RunCommand(CommandHost host, string name, string description)
        : base(host, name, description)
    {
        Add(host.Options.Confirm);
        Pace.AddTo(this);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused, ExitCode.Partial,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    /// <summary>How a run goes.</summary>
    protected RunPaceOptions Pace { get; } = new();

    protected override bool IsChange => true;

    /// <summary>Opens the journal.</summary>
    /// <exception cref="NotSentException">It cannot be used.</exception>
    protected static async Task<IRunJournal> OpenJournalAsync(CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await JournalPlace.Require(context.Session.Environment.Folders, context.IsSandbox).OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RunJournalException or IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"The journal cannot be used, and without it nothing is sent: {exception.Message}", exception);
        }
    }

    /// <summary>Asks whether it is meant.</summary>
    /// <param name="context">The command.</param>
    /// <param name="contents">What is to be done.</param>
    /// <param name="plan">As whom, and where.</param>
    /// <param name="facts">What else is to be known before.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="NotSentException">It was declined, or nobody can be asked.</exception>
    protected static Task AskAsync(
        CommandContext context,
        PlanContents contents,
        PlanHeader plan,
        IReadOnlyList<(string Title, string Text)> facts,
        CancellationToken cancellationToken) =>
        Confirmation.AskAsync(
            context,
            new Question(contents.Sentence, contents.Undo) { Where = PlannedAccount.Text(plan.Accounts), Count = contents.Count, Facts = facts },
            contents.FirstIds,
            cancellationToken);

    /// <summary>Makes a run of a plan; nothing is sent.</summary>
    /// <exception cref="NotSentException">The plan cannot be used, or the journal cannot be written.</exception>
    protected static async Task<RunRecord> CreateAsync(
        IRunJournal journal, PlanHeader plan, string? digest, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.CreateAsync(new RunDescription { Plan = plan, Digest = digest }, targets, cancellationToken);
        }
        catch (PlanFormatException exception)
        {
            throw Refused(exception);
        }
        catch (RunJournalException exception)
        {
            throw new NotSentException(ExitCode.NotSent, $"{exception.Message} Nothing was sent.", exception);
        }
    }

    /// <summary>The complaint about a plan that cannot be used.</summary>
    protected static NotSentException Refused(PlanFormatException exception) => new(ExitCode.NotSent, $"{exception.Message} Nothing was sent.", exception);

    /// <summary>Carries a run out.</summary>
    /// <param name="context">The command.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="run">The run.</param>
    /// <param name="actor">Acts on targets.</param>
    /// <param name="options">How.</param>
    /// <param name="noun">What the targets are, in the singular.</param>
    protected async Task<RunReport> CarryOutAsync(
        CommandContext context, IRunJournal journal, RunRecord run, ITargetActor actor, ControlRunnerOptions options, string noun)
    {
        // What was under way tells its end, and the journal is written to its end.
        context.Grace = TimeSpan.FromSeconds(5);
        context.Reporter.Detail($"run {run.Id}, in {PlainText.OneLine(journal.Location)}");
        return await ExecutionOf(context, journal).WorkAsync(run, actor, options, noun);
    }

    /// <summary>Says what a run came to.</summary>
    protected OutcomeReport? Tell(CommandContext context, IRunJournal journal, RunReport report)
    {
        ExecutionOf(context, journal).Tell(report);
        context.End(report.ExitCode);
        return null;
    }

    private RunExecution ExecutionOf(CommandContext context, IRunJournal journal) => new(
        new RunSurroundings(
            context.Reporter,
            context.Streams.OutputStyle,
            context.TimeProvider,
            context.Signals,
            context.IsSandbox,
            UsageError.PathOf(this),
            context.AccountWords),
        journal);

    /// <summary>A number with what it counts.</summary>
    protected static string Number(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? string.Empty : "s")}");
}
