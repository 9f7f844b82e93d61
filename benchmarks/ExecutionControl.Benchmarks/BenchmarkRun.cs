using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Benchmarks;

/// <summary>Measures two sides in turn, so that what else the machine does meets both, and keeps what came of it.</summary>
/// <param name="pairs">How often each side is measured.</param>
/// <param name="progress">Where to tell of every comparison as it ends.</param>
internal sealed partial class BenchmarkRun(int pairs, TextWriter progress)
{
    private readonly List<Comparison> _comparisons = [];
    private readonly List<string> _leftOut = [];

    /// <summary>Compares two sides. Each is measured once before, which does not count.</summary>
    public async Task CompareAsync(string name, string unit, Side ours, Side rival, Goal? goal, CancellationToken cancellationToken)
    {
        await ours.MeasureAsync(cancellationToken);
        await rival.MeasureAsync(cancellationToken);
        var (own, others) = (new double[pairs], new double[pairs]);
        for (var pair = 0; pair < pairs; pair++)
        {
            // Whoever comes first finds the caches as the other has left them: they take turns.
            if (pair % 2 == 0)
            {
                own[pair] = await ours.MeasureAsync(cancellationToken);
                others[pair] = await rival.MeasureAsync(cancellationToken);
            }
            else
            {
                others[pair] = await rival.MeasureAsync(cancellationToken);
                own[pair] = await ours.MeasureAsync(cancellationToken);
            }
        }

        double[] ratios = [.. own.Zip(others, (left, right) => left / right)];
        var ratio = Median(ratios);
        Add(new Comparison
        {
            Name = name,
            Unit = unit,
            Ours = Median(own),
            Rival = rival.Name,
            Rivals = Median(others),
            Ratio = ratio,
            Lowest = ratios.Min(),
            Highest = ratios.Max(),
            Pairs = pairs,
            Goal = goal?.ToString(),
            IsReached = goal?.IsReachedBy(ratio),
        });
    }

    /// <summary>Measures a figure that stands alone.</summary>
    public async Task MeasureAsync(string name, string unit, Side ours, Goal? goal, CancellationToken cancellationToken)
    {
        await ours.MeasureAsync(cancellationToken);
        var figures = new double[pairs];
        for (var i = 0; i < pairs; i++)
        {
            figures[i] = await ours.MeasureAsync(cancellationToken);
        }

        var median = Median(figures);
        Add(new Comparison
        {
            Name = name,
            Unit = unit,
            Ours = median,
            Lowest = figures.Min(),
            Highest = figures.Max(),
            Pairs = pairs,
            Goal = goal?.ToString(),
            IsReached = goal?.IsReachedBy(median),
        });
    }

    /// <summary>Says that something could not be measured here, so that nobody takes the table for all there is.</summary>
    public void LeaveOut(string name, string why) => _leftOut.Add($"{name}: {why}");

    public void WriteTable(TextWriter writer)
    {
        string[] header = ["figure", "unit", "ours", "rival", "rival's", "ratio", "spread", "goal", "reached"];
        string[][] rows = [header, .. _comparisons.Select(Cells)];
        int[] widths = [.. header.Select((_, column) => rows.Max(row => row[column].Length))];
        writer.WriteLine($"{Machine()}, {pairs.ToString(CultureInfo.InvariantCulture)} pairs");
        foreach (var row in rows)
        {
            writer.WriteLine($"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (row == header)
            {
                writer.WriteLine($"| {string.Join(" | ", widths.Select(width => new string('-', width)))} |");
            }
        }

        foreach (var line in _leftOut)
        {
            writer.WriteLine($"Left out: {line}");
        }
    }

    public void WriteJson(FileInfo file)
    {
        file.Directory?.Create();
        using var stream = file.Create();
        JsonSerializer.Serialize(stream, new Report(DateTimeOffset.UtcNow, Machine(), _comparisons, _leftOut), new ReportContext(new JsonSerializerOptions
        {
            WriteIndented = true,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }).Report);
    }

    private static string[] Cells(Comparison comparison) =>
    [
        comparison.Name,
        comparison.Unit,
        Number(comparison.Ours),
        comparison.Rival ?? string.Empty,
        comparison.Rivals is { } rivals ? Number(rivals) : string.Empty,
        comparison.Ratio is { } ratio ? Number(ratio) : string.Empty,
        $"{Number(comparison.Lowest)}–{Number(comparison.Highest)}",
        comparison.Goal ?? string.Empty,
        comparison.IsReached switch { true => "yes", false => "no", null => string.Empty },
    ];

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" },
        CultureInfo.InvariantCulture);

    private static string Machine() =>
        string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, ")
        + string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}");

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void Add(Comparison comparison)
    {
        _comparisons.Add(comparison);
        progress.WriteLine(string.Join("  ", Cells(comparison).Where(cell => cell.Length > 0)));
    }

    private sealed record Report(DateTimeOffset MeasuredAt, string Machine, IReadOnlyList<Comparison> Comparisons, IReadOnlyList<string> LeftOut);

    [JsonSerializable(typeof(Report))]
    private sealed partial class ReportContext : JsonSerializerContext;
}
