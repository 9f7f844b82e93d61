using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace ExecutionControl.Client;

/// <summary>
/// The name under which this library can be traced and measured, for example with OpenTelemetry's <c>AddSource</c> and <c>AddMeter</c>.
/// docs/reference/telemetry.md lists the spans, tags and instruments.
/// </summary>
public static class ClientDiagnostics
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>: <c>ExecutionControl.Client</c>.</summary>
    public const string Name = "ExecutionControl.Client";

    // What stands behind the plus is the commit.
    private static readonly string? _version =
        typeof(ClientDiagnostics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    internal static ActivitySource Source { get; } = new(Name, _version);

    private static Meter Meter { get; } = new(Name, _version);

    internal static Counter<long> Calls { get; } = Meter.CreateCounter<long>(
        "execution_control.calls",
        "{call}",
        "Calls that change something, each by what it came to as a whole.");

    internal static Counter<long> Reads { get; } = Meter.CreateCounter<long>(
        "execution_control.reads",
        "{read}",
        "Reads that the application asked for; a list is one, however many pages it has.");

    internal static Counter<long> Waits { get; } = Meter.CreateCounter<long>(
        "execution_control.waits",
        "{wait}",
        "Waits for an effect, each by how it ended.");

    internal static Counter<long> Rounds { get; } = Meter.CreateCounter<long>(
        "execution_control.rounds",
        "{round}",
        "Rounds of calls that take several, each by what it came to.");

    internal static Counter<long> Looks { get; } = Meter.CreateCounter<long>(
        "execution_control.looks",
        "{look}",
        "Reads that a call or a wait makes by itself.");

    internal static Counter<long> Pages { get; } = Meter.CreateCounter<long>(
        "execution_control.pages",
        "{page}",
        "Pages of lists.");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>(
        "execution_control.retries",
        "{retry}",
        "Attempts after the first of a call, a read, a round, a look or a page, by what the one before failed with.");

    internal static Counter<long> TokenMints { get; } = Meter.CreateCounter<long>(
        "execution_control.token_mints",
        "{mint}",
        "Requests to a token endpoint, by whether they gave a token.");

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram(
        "execution_control.call.duration",
        "s",
        "How long calls, reads and waits took, with all that they are made of.",
        tags: null,
        new InstrumentAdvice<double>
        {
            // A wait and a backlog of ten thousand take minutes.
            HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800],
        });
}
