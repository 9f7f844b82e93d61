using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Freeze;

/// <summary><c>ectl thaw</c>: undoes exactly one freeze.</summary>
internal sealed class ThawCommand : UndoCommand
{
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The freeze: the id of its run, or the beginning of it. Default: the newest that nobody has thawed.",
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
        if (context.ParseResult.GetValue(_run) is { } id)
        {
            return await JournalPlace.FindAsync(journal, id, _ => true, cancellationToken);
        }

        // The newest first: a thaw comes after its freeze.
        var thawed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var run in journal.ListAsync(cancellationToken: cancellationToken))
        {
            if (run.Plan.Undoes is { } undone && run.Counts.Left == 0)
            {
                thawed.Add(undone);
            }

            if (run.Plan.Title == FreezeCommand.Title && !thawed.Contains(run.Id))
            {
                return run;
            }
        }

        throw new NotSentException(ExitCode.NotFound, "There is no freeze that could be thawed: 'ectl runs list' shows what there is. Nothing was sent.");
    }
}
