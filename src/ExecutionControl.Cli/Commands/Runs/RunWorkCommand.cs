using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs work</c>: works on a run together with other machines.</summary>
internal sealed class RunWorkCommand : RunCommand
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(30);

    private readonly Argument<string?> _run = RunArgument.Create(null);
    private readonly Option<string> _lease = new("--lease")
    {
        Description = "After how long the others take over what this machine had in hand when it is not heard of any more. "
            + $"Default: {DurationText.Of(DefaultLease)}.",
        HelpName = "duration",
    };

    public RunWorkCommand(CommandHost host)
        : base(
            host,
            "work",
            "Work on a run in a database together with any number of other machines. Each target is done by one of them, the rate is kept over all, "
            + "and what a machine had in hand that died is looked at by the others.",
            isGoingOn: true)
    {
        Add(_run);
        Add(_lease);
        _lease.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !(DurationText.TryParse(token.Value, out var lease) && lease <= TimeSpan.FromHours(1)))
            {
                result.AddError($"'{token.Value}' is no duration from 1s to 1h, such as 30s.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl runs work run-7k3m9q2x --journal postgres://operator@database.example/runs?sslmode=verify-full --yes",
        "ectl runs work run-7k3m9q2x --journal postgres://operator@database.example/runs --rate 10/s --yes",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Journal is not { IsShared: true })
        {
            throw new NotSentException(
                ExitCode.NotSent,
                "Many machines work together on a run in a database: name it with --journal, such as postgres://user@host/database. "
                + $"A run in a file goes on with '{context.Next.OfRuns("runs resume")}'. Nothing was sent.");
        }

        await using var journal = await RunWork.OpenJournalAsync(context, cancellationToken);
        var work = new RunWork(context, journal, Pace);
        var run = await JournalPlace.FindToGoOnAsync(journal, context.Next, context.ParseResult.GetValue(_run), _ => true, cancellationToken);
        if (run.Counts.Left == 0)
        {
            return new OutcomeReport
            {
                Outcome = ReportedOutcome.AlreadySo,
                ExitCode = ExitCode.Success,
                SafeToRepeat = true,
                Lines = [$"Already so: run {run.Id} is finished. Nothing was sent."],
            };
        }

        await work.RequireIntactAsync(run, cancellationToken);
        Pace.RequireBelowLimit(context, run, doneAgain: 0);
        var contents = await PlanContents.OfAsync(
            journal.ListTargetsAsync(run.Id, cancellationToken: cancellationToken)
                .Where(target => target.Status != RunTargetStatus.Settled)
                .Select(target => target.Planned),
            cancellationToken);
        using var accounts = await PlannedAccount.OpenAsync(context.Session, Host.Services, run.Plan.Accounts, cancellationToken);
        await AskAsync(
            context,
            contents,
            run.Plan,
            [
                ("run", string.Create(CultureInfo.InvariantCulture, $"{run.Id}, {run.Counts.Done} of {run.Counts.Total} done")),
                .. PaceText.Of(run) is { } pace ? [("pace", pace)] : Array.Empty<(string, string)>(),
            ],
            cancellationToken);
        var claim = new RunClaimOptions
        {
            RetryNotApplied = false,
            Lease = context.ParseResult.GetValue(_lease) is { } text && DurationText.TryParse(text, out var lease) ? lease : DefaultLease,
        };
        var options = Pace.In(context, run, contents.Count, Host.Options.Defaults.Parallel, skipsChanged: true, claim);
        return work.Tell(await work.CarryOutAsync(run, accounts.ActorOf(run.Plan), options, contents.Noun));
    }
}
