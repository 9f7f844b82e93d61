using System.Diagnostics.Metrics;
using ExecutionControl.Client;

namespace ExecutionControl.Soak;

/// <summary>What the client's own meter says of calls and of tokens.</summary>
internal sealed class MeterCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _calls;
    private long _mints;

    public MeterCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ClientDiagnostics.Name && instrument.Name is "execution_control.calls" or "execution_control.token_mints")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name == "execution_control.calls" ? ref _calls : ref _mints, value));
        _listener.Start();
    }

    /// <summary>Control calls that have ended.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Requests to the token endpoint.</summary>
    public long Mints => Interlocked.Read(ref _mints);

    public void Dispose() => _listener.Dispose();
}
