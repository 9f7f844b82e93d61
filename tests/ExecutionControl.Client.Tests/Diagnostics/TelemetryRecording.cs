using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ExecutionControl.Client.Tests.Diagnostics;

/// <summary>What OpenTelemetry exports of something that an application does.</summary>
/// <param name="Spans">The spans, in the order in which they began.</param>
/// <param name="Points">One point for each instrument and set of tags.</param>
internal sealed record TelemetryRecording(IReadOnlyList<Activity> Spans, IReadOnlyList<TelemetryPoint> Points)
{
    public static async Task<TelemetryRecording> OfAsync(Func<Task> work)
    {
        var spans = new List<Activity>();
        var snapshots = new List<MetricSnapshot>();
        using var tracing = Sdk
            .CreateTracerProviderBuilder().AddSource(ClientDiagnostics.Name).SetSampler(new AlwaysOnSampler()).AddInMemoryExporter(spans).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter(ClientDiagnostics.Name).AddInMemoryExporter(snapshots).Build();
        await work();
        Assert.True(tracing.ForceFlush() && metering.ForceFlush());
        return new TelemetryRecording(
            [.. spans.OrderBy(static span => span.StartTimeUtc).ThenBy(static span => Depth(span))],
            [.. snapshots.SelectMany(PointsIn)]);
    }

    public static int Depth(Activity span) => span.Parent is { } parent ? Depth(parent) + 1 : 0;

    /// <summary>How much an instrument counted, over all tags.</summary>
    public double Total(string instrument) => PointsOf(instrument).Sum(static point => point.Value);

    public IEnumerable<TelemetryPoint> PointsOf(string instrument) =>
        Points.Where(point => point.Instrument == $"execution_control.{instrument}");

    private static IEnumerable<TelemetryPoint> PointsIn(MetricSnapshot metric)
    {
        foreach (var point in metric.MetricPoints)
        {
            var tags = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var tag in point.Tags)
            {
                tags.Add(tag.Key, tag.Value);
            }

            yield return metric.MetricType == MetricType.Histogram
                ? new TelemetryPoint(metric.Name, "histogram", metric.Unit, metric.Description, metric.MeterVersion, tags, point.GetHistogramCount())
                : new TelemetryPoint(metric.Name, "counter", metric.Unit, metric.Description, metric.MeterVersion, tags, point.GetSumLong());
        }
    }
}

/// <summary>What an instrument has for one set of tags: a counter's sum, or how often a histogram was told something.</summary>
internal sealed record TelemetryPoint(
    string Instrument,
    string Kind,
    string Unit,
    string Description,
    string Version,
    IReadOnlyDictionary<string, object?> Tags,
    double Value);

/// <summary>
/// What is measured is the process's: these tests run when no others do.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class TelemetryCollection
{
    public const string Name = "Telemetry";
}
