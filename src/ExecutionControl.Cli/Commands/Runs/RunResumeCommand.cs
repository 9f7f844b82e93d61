using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs resume</c>: goes on with a run that was interrupted, killed, or not wholly applied.</summary>
internal sealed class RunResumeCommand : RunCommand
{
    private readonly Argument<string?> _run = RunArgument.Create("the newest that is not finished");
    private readonly Option<bool> _retryUnknown = new("--retry-unknown")
    {
        Description = "Do again what nobody knows the outcome of, also where a second time may do harm. Look at those targets first.",
    };

    public RunResumeCommand(CommandHost host)
        : base(
            host,
            "resume",
            "Go on with a run: what was begun and has no outcome is looked at, what was not applied and what is left is done. "
            + "Nothing that must not be repeated is sent twice.",
            isGoingOn: true)
    {
        Add(_run);
        Add(_retryUnknown);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause --all --plan - | ectl apply - --yes && ectl runs resume $(ectl runs list -o name --limit 1) --yes",
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox runs resume $(ectl --sandbox runs list -o name --limit 1) --retry-unknown --yes",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = await RunWork.OpenJournalAsync(context, cancellationToken);
        var work = new RunWork(context, journal, Pace);
        var id = context.ParseResult.GetValue(_run);
        if (id is null && !await journal.ListAsync(cancellationToken: cancellationToken).AnyAsync(IsUnfinished, cancellationToken))
        {
            return AlreadySo(["Already so: every run is finished. Nothing was sent."]);
        }

        var run = await JournalPlace.FindToGoOnAsync(journal, context.Next, id, IsUnfinished, cancellationToken);
        var isRetrying = context.ParseResult.GetValue(_retryUnknown) && run.Counts.Unknown > 0;
        if (!IsUnfinished(run) && !isRetrying)
        {
            return AlreadySo(
            [
                $"Already so: run {run.Id} is finished. Nothing was sent.",
                .. run.Counts.Unknown > 0
                    ? (string[])[$"{Number(run.Counts.Unknown, "target")} came to an unknown end: look at them, then say --retry-unknown."]
                    : [],
            ]);
        }

        await work.RequireIntactAsync(run, cancellationToken);
        Pace.RequireBelowLimit(context, run, run.Counts.NotApplied + (isRetrying ? run.Counts.Unknown : 0));
        var contents = await PlanContents.OfAsync(
            journal.ListTargetsAsync(run.Id, cancellationToken: cancellationToken)
                .Where(target => IsLeft(target, isRetrying))
                .Select(target => target.Planned),
            cancellationToken);
        using var accounts = await PlannedAccount.OpenAsync(context.Session, Host.Services, run.Plan.Accounts, cancellationToken);
        await AskAsync(context, contents, run.Plan, Facts(run, isRetrying), cancellationToken);
        var options = Pace.In(
            context,
            run,
            contents.Count,
            Host.Options.Defaults.Parallel,
            skipsChanged: true,
            new RunClaimOptions { RetryUnknown = isRetrying });
        return work.Tell(await work.CarryOutAsync(run, accounts.ActorOf(run.Plan), options, contents.Noun));
    }

    private static OutcomeReport AlreadySo(IReadOnlyList<string> lines) => new()
    {
        Outcome = ReportedOutcome.AlreadySo,
        ExitCode = ExitCode.Success,
        SafeToRepeat = true,
        Lines = lines,
    };

    private static bool IsUnfinished(RunRecord run) => run.Counts.Left > 0 || run.Counts.NotApplied > 0;

    private static bool IsLeft(RunTarget target, bool isRetrying) => target.Status != RunTargetStatus.Settled
        || target.Result?.Outcome == TargetOutcome.NotApplied
        || (isRetrying && target.Result?.Outcome == TargetOutcome.Unknown);

    private static IReadOnlyList<(string Title, string Text)> Facts(RunRecord run, bool isRetrying) =>
    [
        ("run", $"{run.Id}, {(run.Plan.Title is { } title ? $"by {title}, " : string.Empty)}"
            + string.Create(CultureInfo.InvariantCulture, $"{run.Counts.Done} of {run.Counts.Total} done")),
        .. PaceText.Of(run) is { } pace ? [("pace", pace)] : Array.Empty<(string, string)>(),
        .. isRetrying
            ? [("done again", $"{Number(run.Counts.Unknown, "target")} whose outcome nobody knows: it may be done to them a second time")]
            : Array.Empty<(string, string)>(),
    ];
}
