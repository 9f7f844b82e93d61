using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>Rows of text in columns; nothing is ever cut.</summary>
internal static class AlignedText
{
    private const string Gap = "  ";

    /// <summary>The rows, each column as wide as its widest cell.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows.Max(row => row.Length))
            .Select(column => rows.Max(row => column < row.Length ? CellWidth.Of(PlainText.OneLine(row[column])) : 0))
            .ToList();
        return rows.Select(row => string.Join(Gap, row.Select((cell, column) => CellWidth.Pad(PlainText.OneLine(cell), widths[column]))).TrimEnd());
    }
}
