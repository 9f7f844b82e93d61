using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Items;

/// <summary>Items for people, with an empty line between them; failures on standard error.</summary>
internal sealed class TextItemsWriter<TRow, TDocument>(CommandContext context, ItemKind<TRow, TDocument> kind) : IItemsWriter<TRow>
    where TDocument : ItemDocument
{
    private bool _isBegun;

    public void Add(TRow row)
    {
        var lines = ItemView.Lines(context, kind, row);
        context.Reporter.Print(string.Join(Environment.NewLine, _isBegun ? lines.Prepend(string.Empty) : lines));
        _isBegun = true;
    }

    public void Add(OutcomeReport failure) => context.Reporter.Finish(failure);

    public void End(ExitCode exitCode)
    {
        // Everything is said.
    }
}
