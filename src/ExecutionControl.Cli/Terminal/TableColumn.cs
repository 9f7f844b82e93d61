namespace ExecutionControl.Cli.Terminal;

/// <summary>One column of a table, or one line of the view of a single item.</summary>
/// <param name="Title">What it holds.</param>
/// <param name="Text">The cell; it is never cut.</param>
/// <param name="Tone">How the cell is coloured; plain when null.</param>
internal sealed record TableColumn<TRow>(string Title, Func<TRow, DateTimeOffset, string> Text, Func<TRow, Tone>? Tone = null)
{
    public TableColumn(string title, Func<TRow, string?> text, Func<TRow, Tone>? tone = null)
        : this(title, (row, _) => text(row) ?? string.Empty, tone)
    {
    }
}
