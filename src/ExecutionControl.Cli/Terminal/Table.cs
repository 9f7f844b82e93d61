namespace ExecutionControl.Cli.Terminal;

/// <summary>
/// Prints rows in aligned columns as they come, a hundred at a time, so that memory does not grow with their number. Columns widen with
/// later rows, and nothing is ever cut: an id that is cut is of no use.
/// </summary>
internal sealed class Table<TRow>(TextWriter output, TerminalStyle style, IReadOnlyList<TableColumn<TRow>> columns, Func<DateTimeOffset> now)
{
    private const int Chunk = 100;
    private const string Gap = "  ";

    private readonly int[] _widths = [.. columns.Select(column => column.Title.Length)];
    private readonly List<(TRow Row, string[] Cells)> _waiting = new(Chunk);
    private bool _hasTitle;

    public void Add(TRow row)
    {
        var time = now();
        _waiting.Add((row, [.. columns.Select(column => PlainText.OneLine(column.Text(row, time)))]));
        if (_waiting.Count == Chunk)
        {
            Flush();
        }
    }

    /// <summary>Prints what waits; the titles, too, when they have not been printed yet.</summary>
    public void Flush()
    {
        foreach (var (_, cells) in _waiting)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                _widths[i] = Math.Max(_widths[i], CellWidth.Of(cells[i]));
            }
        }

        if (!_hasTitle && _waiting.Count > 0)
        {
            _hasTitle = true;
            Print([.. columns.Select(column => column.Title.ToUpperInvariant())], _ => Tone.Faint);
        }

        foreach (var (row, cells) in _waiting)
        {
            Print(cells, i => columns[i].Tone?.Invoke(row) ?? Tone.Plain);
        }

        _waiting.Clear();
        output.Flush();
    }

    private void Print(string[] cells, Func<int, Tone> tone)
    {
        var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
        for (var i = 0; i <= last; i++)
        {
            output.Write(style.Paint(cells[i], tone(i)));
            output.Write(i < last ? new string(' ', _widths[i] - CellWidth.Of(cells[i])) + Gap : string.Empty);
        }

        output.WriteLine();
    }
}

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
