using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Apply;

/// <summary><c>ectl apply</c>: carries out a plan, but for what has changed since it was made.</summary>
internal sealed class ApplyCommand : RunCommand
{
    /// <summary>As for what selectors find: a slip is noticed before anything is sent.</summary>
    private const int DefaultMost = 100;

    /// <summary>A look that is older has said what was, and not what is.</summary>
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(30);

    private readonly Argument<string> _file = new("plan")
    {
        Description = "The plan, as --plan writes it; - reads it from standard input.",
        HelpName = "plan",
    };

    private readonly Option<bool> _asNew = new("--as-new-plan")
    {
        Description = "Take a plan that was edited or written by hand for a new one. Otherwise it is refused.",
    };

    private readonly Option<bool> _again = new("--again")
    {
        Description = "Carry the whole plan out although it has a run already. Otherwise it is refused where that run is not finished, "
            + "or where a second time may do harm.",
    };

    private readonly NumberOption _max = new("--max", $"Refuse a plan with more targets than this. Default: {DefaultMost}.");

    public ApplyCommand(CommandHost host)
        : base(host, "apply", "Carry out a plan: show what has changed since it was made, ask once, leave out what has changed, and do the rest.")
    {
        Add(_file);
        Add(_asNew);
        Add(_again);
        Add(_max);
        Add(host.Options.DryRun);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause --running --plan pause.plan --yes && ectl apply pause.plan --yes",
        "ectl agent-runs resume 101 --prompt \"go on\" --plan - | ectl apply - --yes",
        "ectl executions pause --all --plan - | ectl apply - --rate 10/s --canary 1 --stop-after-failures 5% --yes",
        "ectl executions pause --all --plan pause.plan && ectl apply pause.plan --dry-run",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var typed = context.ParseResult;
        var name = typed.GetRequiredValue(_file);
        await using var file = await PlanFile.OpenAsync(
            name == PlanFile.Standard ? name : Path.Combine(context.WorkingFolder, name), context.Streams.Input, cancellationToken);
        var options = new PlanReaderOptions { AcceptEdited = typed.GetValue(_asNew) };
        var (header, summary, contents) = await CheckAsync(file, options, cancellationToken);
        var most = typed.GetValue(_max) ?? DefaultMost;
        if (contents.Count > most)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The plan has {contents.Count} targets, and --max allows {most}: allow more with --max. Nothing was sent."));
        }

        using var accounts = await PlannedAccount.OpenAsync(context.Session, Host.Services, header.Accounts, cancellationToken);
        var actor = accounts.ActorOf(header);
        var lookedAt = context.TimeProvider.GetTimestamp();
        var differences = await PlanDifferences.FindAsync(
            context.Reporter, context.TimeProvider, ReadAsync(file, options, cancellationToken), contents.Count, actor, cancellationToken);
        differences.Tell(context.Reporter);
        if (context.IsDryRun)
        {
            return DryRun(contents, differences, summary);
        }

        await using var journal = await RunWork.OpenJournalAsync(context, cancellationToken);
        var earlier = await FindEarlierAsync(context, journal, summary, contents, cancellationToken);
        if (contents.Count > 0)
        {
            await AskAsync(context, contents, header, [("planned", Planned(header, context)), .. earlier, .. differences.Facts], cancellationToken);

            // Somebody may have carried it out while the question stood.
            await FindEarlierAsync(context, journal, summary, contents, cancellationToken);
        }

        var work = new RunWork(context, journal, Pace);
        var marked = ReadAsync(file, options, cancellationToken).Select((target, index) => differences.Mark(target, index));
        var run = await work.CreateAsync(header, summary.Digest, marked, cancellationToken);
        var report = await work.CarryOutAsync(
            run,
            new FreshLook(actor, IsToBeLookedAt, differences.IsUnseen),
            Pace.In(context, run, contents.Count, Host.Options.Defaults.Parallel, skipsChanged: false),
            contents.Noun);
        return work.Tell(report);

        // What may do harm a second time, and what its service does not call already so, is never sent by what was seen before the question.
        bool IsToBeLookedAt(RunTarget target) => target.Planned.Operation.Service == ControlService.ConductorOne
            || !target.Planned.DecidedOperation.IsSafeToRepeat
            || differences.IsUnseen(target)
            || context.TimeProvider.GetElapsedTime(lookedAt) > LongestTrust;
    }

    private static OutcomeReport DryRun(PlanContents contents, PlanDifferences differences, PlanSummary summary) => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = ExitCode.Success,
        SafeToRepeat = true,
        Lines =
        [
            $"Dry run: this would {contents.Sentence}"
                + (differences.Count > 0 ? $", but for {differences.Count} that {(differences.Count == 1 ? "has" : "have")} changed." : "."),
            $"Nothing was sent. The plan is {summary.Digest}.",
        ],
    };

    private async Task<IReadOnlyList<(string Title, string Text)>> FindEarlierAsync(
        CommandContext context, IRunJournal journal, PlanSummary summary, PlanContents contents, CancellationToken cancellationToken) =>
        context.ParseResult.GetValue(_again)
            ? []
            : await EarlierRuns.RequireHarmlessAsync(
                journal, summary.Digest, contents.IsSafeToRepeat, context.Next, cancellationToken);

    private static string Planned(PlanHeader header, CommandContext context) =>
        Terminal.RelativeTime.Of(header.CreatedAt, context.TimeProvider.GetUtcNow()) + (header.Title is { } title ? $", by {title}" : string.Empty);

    /// <summary>Reads the plan to its end before anything is done.</summary>
    private static async Task<(PlanHeader Header, PlanSummary Summary, PlanContents Contents)> CheckAsync(
        Stream file, PlanReaderOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await PlanReader.OpenAsync(file, options, cancellationToken);
            var contents = await PlanContents.OfAsync(reader.ReadTargetsAsync(cancellationToken), cancellationToken);
            return (reader.Header, reader.Summary!, contents);
        }
        catch (PlanFormatException exception)
        {
            var advice = exception.IsEdited ? " Make the plan anew, or say --as-new-plan if it is meant as it is." : string.Empty;
            throw new NotSentException(ExitCode.NotSent, $"{exception.Message}{advice} Nothing was sent.", exception);
        }
        catch (IOException exception)
        {
            throw new NotSentException(ExitCode.NotSent, $"The plan cannot be read: {exception.Message} Nothing was sent.", exception);
        }
    }

    private static async IAsyncEnumerable<PlannedTarget> ReadAsync(
        Stream file, PlanReaderOptions options, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        file.Position = 0;
        await using var reader = await PlanReader.OpenAsync(file, options, cancellationToken);
        await foreach (var target in reader.ReadTargetsAsync(cancellationToken))
        {
            yield return target;
        }
    }
}
