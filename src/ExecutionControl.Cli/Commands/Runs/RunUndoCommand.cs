using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs undo</c>: reverses what a run changed and can be reversed.</summary>
internal sealed class RunUndoCommand : UndoCommand
{
    private readonly Argument<string?> _run = RunArgument.Create(null);

    public RunUndoCommand(CommandHost host)
        : base(
            host,
            "undo",
            "Reverse what a run changed, for exactly the targets that it changed and that are still as it left them. "
            + "What cannot be undone is listed first.") => Add(_run);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl executions pause --all --plan - | ectl apply - --yes && ectl runs undo $(ectl runs list -o name --limit 1) --yes",
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox runs undo $(ectl --sandbox runs list -o name --limit 1) --plan undo.plan",
    ];

    protected override Task<RunRecord> FindAsync(CommandContext context, IRunJournal journal, CancellationToken cancellationToken) =>
        JournalPlace.FindAsync(journal, context.Next, context.ParseResult.GetValue(_run), _ => true, cancellationToken);
}
