using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ExecutionControl.Client;

/// <summary>The names under which this library can be traced and measured, for example with OpenTelemetry's <c>AddSource</c> and <c>AddMeter</c>.</summary>
public static class ClientDiagnostics
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>: <c>ExecutionControl.Client</c>.</summary>
    public const string Name = "ExecutionControl.Client";

    internal static ActivitySource Source { get; } = new(Name);

    private static Meter Meter { get; } = new(Name);

    /// <summary>Control calls that have ended, by service, operation and outcome.</summary>
    internal static Counter<long> Calls { get; } = Meter.CreateCounter<long>(
        "execution_control.calls",
        "{call}",
        "Control calls that have ended, by service, operation and outcome of the whole.");

    /// <summary>Reads that have ended, looks and pages included.</summary>
    internal static Counter<long> Reads { get; } = Meter.CreateCounter<long>(
        "execution_control.reads",
        "{read}",
        "Reads that have ended, looks and pages of lists included, by service, operation and outcome.");

    /// <summary>Rounds of calls that take several.</summary>
    internal static Counter<long> Rounds { get; } = Meter.CreateCounter<long>(
        "execution_control.rounds",
        "{round}",
        "Rounds of calls that take several, by service, operation and outcome of the round.");

    /// <summary>Attempts that were made again.</summary>
    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>(
        "execution_control.retries",
        "{retry}",
        "Attempts made after the first one, by service and operation.");

    /// <summary>Requests to a token endpoint.</summary>
    internal static Counter<long> TokenMints { get; } = Meter.CreateCounter<long>(
        "execution_control.token_mints",
        "{mint}",
        "Requests to a token endpoint, by whether they gave a token.");
}
