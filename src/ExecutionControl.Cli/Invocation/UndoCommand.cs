using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// A command that undoes a run: a run of its own, for exactly the targets that the run changed and that are still as it left them. What cannot be
/// undone is listed first.
/// </summary>
internal abstract class UndoCommand : RunCommand
{
    private const int MostShown = 10;

    private readonly System.CommandLine.Option<string> _reason = new("--reason") { Description = "Why, for the history.", HelpName = "text" };

    private readonly System.CommandLine.Option<bool> _withBans = new("--with-bans")
    {
        Description = "Reverse bans of pull requests, too. Codegen does not say which were banned before: those are unbanned as well.",
    };

    protected UndoCommand(CommandHost host, string name, string description)
        : base(host, name, description)
    {
        Add(_reason);
        Add(_withBans);
        Add(host.Options.Plan);
    }

    /// <summary>Finds the run that is to be undone.</summary>
    /// <exception cref="NotSentException">There is none.</exception>
    protected abstract Task<RunRecord> FindAsync(CommandContext context, IRunJournal journal, CancellationToken cancellationToken);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = await RunWork.OpenJournalAsync(context, cancellationToken);
        var work = new RunWork(context, journal, Pace);
        var run = await FindAsync(context, journal, cancellationToken);
        await work.RequireIntactAsync(run, cancellationToken);
        var header = RunUndo.HeaderOf(run, context.ParseResult.GetValue(_reason), context.TimeProvider.GetUtcNow());
        var contents = new PlanContents();
        var obstacles = 0L;
        var bans = 0L;
        var options = new RunUndoOptions { ReversesBans = context.ParseResult.GetValue(_withBans) };
        await foreach (var step in RunUndo.PlanAsync(journal, run.Id, options, cancellationToken))
        {
            if (step.Target is { } target)
            {
                contents.Add(target);
            }
            else
            {
                bans += IsBan(step.Source) ? 1 : 0;
                if (obstacles++ < MostShown)
                {
                    context.Reporter.Notice($"cannot be undone: {PlainText.OneLine(step.Source.Planned.ToString())}: {step.Obstacle}");
                }
            }
        }

        if (obstacles > MostShown)
        {
            context.Reporter.Notice($"cannot be undone: {Number(obstacles - MostShown, "more target")}");
        }

        if (bans > 0 && !options.ReversesBans)
        {
            context.Reporter.Notice("--with-bans reverses what was done to pull requests, also where it was so before");
        }

        if (contents.Count == 0)
        {
            return NothingToDo(run, obstacles);
        }

        using var accounts = await PlannedAccount.OpenAsync(context.Session, Host.Services, header.Accounts, cancellationToken);
        if (context.PlanFile is { } file)
        {
            return await PlanWriting.WriteAsync(context, file, header, TargetsOf(journal, run, options, cancellationToken), cancellationToken);
        }

        await AskAsync(
            context,
            contents,
            header,
            [
                ("undoes", $"{run.Id}{(run.Plan.Title is { } title ? $", {title}" : string.Empty)}"),
                .. obstacles > 0 ? [("stays", $"{Number(obstacles, "target")} that cannot be undone")] : Array.Empty<(string, string)>(),
            ],
            cancellationToken);
        var undo = await work.CreateAsync(header, digest: null, TargetsOf(journal, run, options, cancellationToken), cancellationToken);
        var pace = Pace.In(context, undo, contents.Count, Host.Options.Defaults.Parallel, skipsChanged: true);
        return work.Tell(await work.CarryOutAsync(undo, accounts.ActorOf(header), pace, contents.Noun));
    }

    private static IAsyncEnumerable<PlannedTarget> TargetsOf(
        IRunJournal journal, RunRecord run, RunUndoOptions options, CancellationToken cancellationToken) =>
        RunUndo.PlanAsync(journal, run.Id, options, cancellationToken).Where(step => step.Target is not null).Select(step => step.Target!);

    private static bool IsBan(RunTarget target) =>
        target.Planned.Operation == ControlOperations.BanPullRequestChecks || target.Planned.Operation == ControlOperations.UnbanPullRequestChecks;

    private static OutcomeReport NothingToDo(RunRecord run, long obstacles) => obstacles == 0
        ? new OutcomeReport
        {
            Outcome = ReportedOutcome.AlreadySo,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Lines = [$"Already so: run {run.Id} has changed nothing that could be undone. Nothing was sent."],
        }
        : new OutcomeReport
        {
            Outcome = ReportedOutcome.NotSent,
            ExitCode = ExitCode.NotSent,
            SafeToRepeat = true,
            Lines = [$"Not undone: nothing that run {run.Id} has changed can be undone. Nothing was sent."],
        };
}
