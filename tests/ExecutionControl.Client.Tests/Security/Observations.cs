using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Security;

/// <summary>Everything that anybody can come to see of a program: logs of every category and level, traces and measurements of every source, and what a test adds.</summary>
internal sealed class Observations : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Origin, string Text)> _seen = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _measurements = new();

    public Observations()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_traces);
        _measurements.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<long>(Add);
        _measurements.SetMeasurementEventCallback<int>(Add);
        _measurements.SetMeasurementEventCallback<double>(Add);
        _measurements.Start();
    }

    public IReadOnlyCollection<(string Origin, string Text)> Seen => _seen;

    public void Add(string origin, object? value)
    {
        if (value?.ToString() is { Length: > 0 } text)
        {
            _seen.Enqueue((origin, text));
        }
    }

    /// <summary>Adds what an exception shows: itself, those in it, and the facts that it carries.</summary>
    public void Add(Exception exception)
    {
        Add("exception", exception);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            Add("message", cause.Message);
            foreach (var property in cause.GetType().GetProperties())
            {
                Add($"exception's {property.Name}", property.GetValue(cause));
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Log(this, categoryName);

    public void Dispose()
    {
        _traces.Dispose();
        _measurements.Dispose();
    }

    private void Add(Activity activity)
    {
        var origin = $"trace {activity.Source.Name}";
        Add(origin, activity.DisplayName);
        Add(origin, activity.StatusDescription);
        foreach (var (name, value) in activity.TagObjects.Concat(activity.Events.SelectMany(happening => happening.Tags)))
        {
            Add(origin, $"{name}={value}");
        }
    }

    private void Add<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct
    {
        foreach (var (name, value) in tags)
        {
            Add($"measurement {instrument.Name}", $"{name}={value}");
        }
    }

    private sealed class Log(Observations observations, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            observations.Add($"scope {category}", state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            observations.Add($"log {category}", formatter(state, exception));
            observations.Add($"log {category}", exception);
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                observations.Add($"log {category}", $"{name}={value}");
            }
        }
    }
}
