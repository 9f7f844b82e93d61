using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Terminal;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// Passes the client's log on. Everything when verbose; otherwise only that a further attempt is waited for, and why, so that nobody sits
/// before a silent terminal. A single failed attempt needs no line of its own: the outcome says it all.
/// </summary>
internal sealed class ClientLog(Reporter reporter) : ILogger, ILoggerFactory
{
    private const string CallEnded = nameof(CallEnded);
    private const string CallFailed = nameof(CallFailed);
    private const string AttemptFailed = nameof(AttemptFailed);
    private const string Waiting = nameof(Waiting);

    // Rounds are reported from the client's progress already.
    private const string RoundEnded = nameof(RoundEnded);

    /// <summary>Why the last attempt failed, by target: several may be on their way.</summary>
    private readonly ConcurrentDictionary<string, string> _lastFailures = new(StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("ectl prints log entries itself and takes no other provider.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Debug and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || eventId.Name is RoundEnded)
        {
            return;
        }

        // Compiled once for each kind of entry that there is, and so no more than this.
        if (reporter.IsVerbose)
        {
            Tell(Name(logLevel), eventId, formatter(state, exception));
        }
        else if (eventId.Name is AttemptFailed or Waiting or CallEnded or CallFailed && state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            Note(eventId.Name, values);
        }
    }

    public void Dispose()
    {
    }

    private void Tell(string level, EventId eventId, string message)
    {
        var text = PlainText.OneLine(message);
        reporter.Progress($"{level}: {text}", new LogLine(level, eventId.Name ?? string.Empty, text), OutputJsonContext.Readable.LogLine);
    }

    private void Note(string name, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var target = Value(values, "Target") as string ?? string.Empty;
        switch (name)
        {
            case AttemptFailed:
                // Which attempt it was and what the client takes it for, somebody who is verbose is told.
                _lastFailures[target] = PlainText.OneLine(PlainWords.Of($"{Value(values, "Service")}: {Value(values, "Summary")}"));
                break;
            case Waiting:
                reporter.Notice($"{_lastFailures.GetValueOrDefault(target, "No answer yet")}; {Wait(values)}");
                break;
            default:
                _lastFailures.TryRemove(target, out _);
                break;
        }
    }

    private static object? Value(IEnumerable<KeyValuePair<string, object?>> values, string name) =>
        values.FirstOrDefault(value => value.Key == name).Value;

    private static string Wait(IEnumerable<KeyValuePair<string, object?>> values) =>
        Value(values, "Delay") is TimeSpan delay
            ? string.Create(CultureInfo.InvariantCulture, $"next attempt in {delay.TotalSeconds:0.#} s")
            : "another attempt follows";

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}

/// <summary>One entry of the client's log, as a line for programs.</summary>
internal sealed record LogLine(string Level, string Name, string Message)
{
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "log";
}
