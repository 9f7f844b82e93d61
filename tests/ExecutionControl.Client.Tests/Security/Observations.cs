using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Security;

/// <summary>
/// Everything that anybody can come to see of a program: logs of every category and level, traces and measurements of every source, and what a test adds.
/// Other tests that run meanwhile are not watched, nor slowed down; connections are, whoever opens them: they are opened outside of any call.
/// </summary>
internal sealed class Observations : ILoggerProvider
{
    private readonly ConcurrentDictionary<(string Origin, string Text), bool> _seen = new();
    private readonly AsyncLocal<bool> _isWatched = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _measurements = new();

    public Observations()
    {
        _traces = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> activity) =>
                IsWatched(activity.Source.Name) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_traces);
        _measurements.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<long>(Add);
        _measurements.SetMeasurementEventCallback<int>(Add);
        _measurements.SetMeasurementEventCallback<double>(Add);
        _measurements.Start();
    }

    public IReadOnlyCollection<(string Origin, string Text)> Seen => [.. _seen.Keys];

    /// <summary>Watches what the caller does from now on.</summary>
    public void Begin() => _isWatched.Value = true;

    public void Add(string origin, object? value)
    {
        if (value?.ToString() is { Length: > 0 } text)
        {
            _seen.TryAdd((origin, text), true);
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

    private bool IsWatched(string source) => _isWatched.Value || source.Contains("connection", StringComparison.OrdinalIgnoreCase);

    private void Add(Activity activity)
    {
        if (!IsWatched(activity.Source.Name))
        {
            return;
        }

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
        if (!IsWatched(instrument.Name))
        {
            return;
        }

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
