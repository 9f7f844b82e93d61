using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Items;

/// <summary>All that is known of one item, for people: a line for each fact that there is.</summary>
internal static class ItemView
{
    public static IEnumerable<string> Lines<TRow, TDocument>(
        ItemKind<TRow, TDocument> kind, TRow row, TerminalStyle style, DateTimeOffset now)
        where TDocument : ItemDocument
    {
        List<TableColumn<TRow>> facts = [.. kind.Columns, .. kind.Details];
        var width = facts.Max(fact => fact.Title.Length) + 2;
        return facts
            .Select(fact => (fact, Text: PlainText.OneLine((fact.Whole ?? fact.Text)(row, now))))
            .Where(line => line.Text.Length > 0)
            .Select(line => line.fact.Title.PadRight(width) + style.Paint(line.Text, line.fact.Tone?.Invoke(row) ?? Tone.Plain));
    }
}
