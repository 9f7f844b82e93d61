using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Freeze;

/// <summary><c>ectl thaw</c>: undoes exactly one freeze.</summary>
internal sealed class ThawCommand : UndoCommand
{
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The freeze: the id of its run, or the beginning of it. Default: the newest.",
        HelpName = "run",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ThawCommand(CommandHost host)
        : base(
            host,
            "thaw",
            "Undo exactly one freeze: enable and resume what it disabled and paused, and is still so. What was so before stays as it was.") => Add(_run);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox thaw --yes",
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox thaw $(ectl --sandbox runs list -o name --limit 1) --yes --output json",
    ];

    protected override async Task<RunRecord> FindAsync(CommandContext context, IRunJournal journal, CancellationToken cancellationToken)
    {
        var id = context.ParseResult.GetValue(_run);
        var named = id is null ? null : await JournalPlace.FindAsync(journal, context.Next, id, _ => true, cancellationToken);
        if (named is not null && !IsFreeze(named))
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"Run {named.Id} is no freeze: '{context.Next.OfRuns($"runs undo {named.Id}")}' reverses any other run. Nothing was sent.");
        }

        // The newest first: a thaw comes after its freeze. One that is older than the newest is never guessed: it may be frozen for good reason.
        var thaws = new List<RunRecord>();
        var damaged = new DamagedRuns(context.Reporter, context.Next);
        var filter = new RunFilter { Damaged = named is null ? null : damaged.Add };
        await foreach (var run in journal.ListAsync(filter, cancellationToken))
        {
            if (run.Plan.Undoes is not null)
            {
                thaws.Add(run);
            }
            else if (named is null ? IsFreeze(run) : string.Equals(run.Id, named.Id, StringComparison.Ordinal))
            {
                RequireNotThawed(context, run, thaws.Find(thaw => string.Equals(thaw.Plan.Undoes, run.Id, StringComparison.Ordinal)), named is not null);
                await RequireAtRestAsync(journal, run, cancellationToken);
                return run;
            }
        }

        throw new NotSentException(
            ExitCode.NotFound, $"There is no freeze that could be thawed: '{context.Next.OfRuns("runs list")}' shows what there is. Nothing was sent.");
    }

    private static bool IsFreeze(RunRecord run) => run.Plan is { Title: FreezeCommand.Title, Undoes: null };

    /// <summary>Refuses a freeze whose thaw is to be gone on with and, where nobody has named it, one that is thawed.</summary>
    private static void RequireNotThawed(CommandContext context, RunRecord freeze, RunRecord? thaw, bool isNamed)
    {
        var next = context.Next;
        var resume = $"runs resume {thaw?.Id}";
        switch (thaw?.Counts)
        {
            case { Left: > 0 } or { NotApplied: > 0 }:
                throw new NotSentException(
                    ExitCode.NotSent,
                    $"The thaw of freeze {freeze.Id} is not finished, run {thaw.Id}: '{next.OfRuns(resume)}' goes on with it. Nothing was sent.");
            case { Unknown: > 0 }:
                throw new NotSentException(
                    ExitCode.NotSent,
                    $"In the thaw of freeze {freeze.Id}, run {thaw.Id}, {Number(thaw.Counts.Unknown, "target")} came to an unknown end: "
                    + "look at them, and do them "
                    + $"again with '{next.OfRuns($"{resume} --retry-unknown")}'. Nothing was sent.");
            case { Refused: 0, Partial: 0 } when !isNamed:
                throw new NotSentException(
                    ExitCode.NotFound,
                    $"There is no freeze that could be thawed: the newest, {freeze.Id}, is thawed already, by run {thaw.Id}. One before it is thawed by its "
                    + $"id: '{next.OfRuns("runs list")}' shows them. Nothing was sent.");
        }
    }

    /// <summary>Refuses a freeze that is at work: what it stops from now on would stay stopped.</summary>
    private static async Task RequireAtRestAsync(IRunJournal journal, RunRecord freeze, CancellationToken cancellationToken)
    {
        bool isHeld;
        try
        {
            isHeld = freeze.Counts.Left > 0 && await journal.IsHeldAsync(freeze.Id, cancellationToken);
        }
        catch (RunJournalException exception)
        {
            throw new NotSentException(ExitCode.NotSent, $"{exception.Message} Nothing was sent.", exception);
        }

        if (isHeld)
        {
            throw new NotSentException(ExitCode.NotSent, $"Freeze {freeze.Id} is still at work: end it or wait for it, then thaw. Nothing was sent.");
        }
    }
}
