namespace ExecutionControl.Cli.Terminal;

/// <summary>
/// Prints rows in aligned columns as they come, a hundred at a time, so that memory does not grow with their number. Columns widen with
/// later rows. On a terminal no row is longer than a line: the last columns are cut first, or left out; an id never is, as it would be of no use.
/// </summary>
internal sealed class Table<TRow>(TextWriter output, TerminalStyle style, IReadOnlyList<TableColumn<TRow>> columns, Func<DateTimeOffset> now)
{
    private const int Chunk = 100;
    private const string Gap = "  ";

    private readonly int[] _widths = [.. columns.Select(column => column.Title.Length)];
    private readonly List<(TRow Row, string[] Cells)> _waiting = new(Chunk);
    private bool _hasTitle;

    /// <summary>How many cells a line has; null where it may have any number.</summary>
    public int? Columns { get; init; }

    /// <summary>Whether the titles are printed.</summary>
    public bool HasTitles { get; init; } = true;

    /// <summary>Whether something was cut or left out.</summary>
    public bool IsCut { get; private set; }

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

        var widths = Fitted();
        if (!_hasTitle && _waiting.Count > 0)
        {
            _hasTitle = true;
            if (HasTitles)
            {
                Print([.. columns.Select(column => column.Title.ToUpperInvariant())], widths, _ => Tone.Faint);
            }
        }

        foreach (var (row, cells) in _waiting)
        {
            Print(cells, widths, i => columns[i].Tone?.Invoke(row) ?? Tone.Plain);
        }

        _waiting.Clear();
        output.Flush();
    }

    /// <summary>The widths that fit a line; 0 for a column that is left out.</summary>
    private int[] Fitted()
    {
        int[] widths = [.. _widths];
        for (var i = widths.Length - 1; i > 0 && Columns < Sum(widths); i--)
        {
            if (!columns[i].IsId)
            {
                widths[i] = Math.Max(columns[i].Title.Length, widths[i] - (Sum(widths) - Columns.Value));
            }
        }

        for (var i = widths.Length - 1; i > 0 && Columns < Sum(widths); i--)
        {
            widths[i] = columns[i].IsId ? widths[i] : 0;
        }

        IsCut |= !widths.AsSpan().SequenceEqual(_widths);
        return widths;
    }

    private static int Sum(int[] widths) => widths.Sum() + (Gap.Length * (widths.Count(width => width > 0) - 1));

    private void Print(string[] cells, int[] widths, Func<int, Tone> tone)
    {
        var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
        for (var i = last; i >= 0 && widths[i] == 0; i--)
        {
            last = i - 1;
        }

        for (var i = 0; i <= last; i++)
        {
            if (widths[i] == 0)
            {
                continue;
            }

            var cell = CellWidth.Cut(cells[i], widths[i]);
            output.Write(style.Paint(cell, tone(i)));
            output.Write(i < last ? new string(' ', widths[i] - CellWidth.Of(cell)) + Gap : string.Empty);
        }

        output.WriteLine();
    }
}

/// <summary>One column of a table, or one line of the view of a single item.</summary>
/// <param name="Title">What it holds.</param>
/// <param name="Text">The cell.</param>
/// <param name="Tone">How the cell is coloured; plain when null.</param>
internal sealed record TableColumn<TRow>(string Title, Func<TRow, DateTimeOffset, string> Text, Func<TRow, Tone>? Tone = null)
{
    /// <summary>Whether it holds an id, which is never cut.</summary>
    public bool IsId { get; init; }

    /// <summary>What the view of a single item shows in place of the cell; null for the same.</summary>
    public Func<TRow, DateTimeOffset, string>? Whole { get; init; }

    /// <summary>A column with a time: how long ago it was, and in the view of a single item also when.</summary>
    public static TableColumn<TRow> OfTime(string title, Func<TRow, DateTimeOffset?> time) =>
        new(title, (row, now) => RelativeTime.Of(time(row), now)) { Whole = (row, now) => RelativeTime.WithTime(time(row), now) };

    /// <summary>The same for a time as a service wrote it; one that cannot be read stays as it is.</summary>
    public static TableColumn<TRow> OfTime(string title, Func<TRow, string?> time) => new(title, (row, now) => RelativeTime.Of(time(row), now))
    {
        Whole = (row, now) => ServiceTime.Read(time(row)) is { } read ? RelativeTime.WithTime(read, now) : PlainText.OneLine(time(row)),
    };

    public TableColumn(string title, Func<TRow, string?> text, Func<TRow, Tone>? tone = null)
        : this(title, (row, _) => text(row) ?? string.Empty, tone)
    {
    }
}
