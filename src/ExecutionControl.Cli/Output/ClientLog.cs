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

        var text = PlainText.OneLine(formatter(state, exception));
        if (reporter.IsVerbose)
        {
            reporter.Progress($"{Name(logLevel)}: {text}", new LogLine(Name(logLevel), eventId.Name ?? string.Empty, text), OutputJsonContext.Readable.LogLine);
        }
        else if (eventId.Name is AttemptFailed)
        {
            // Which attempt it was and what the client takes it for, somebody who is verbose is told.
            _lastFailures[Target(state)] = PlainText.OneLine(PlainWords.Of($"{Value(state, "Service")}: {Value(state, "Summary")}"));
        }
        else if (eventId.Name is Waiting)
        {
            reporter.Notice($"{_lastFailures.GetValueOrDefault(Target(state), "No answer yet")}; {Wait(state)}");
        }
        else if (eventId.Name is CallEnded or CallFailed)
        {
            _lastFailures.TryRemove(Target(state), out _);
        }
    }

    public void Dispose()
    {
    }

    private static string Target<TState>(TState state) => Value(state, "Target") as string ?? string.Empty;

    private static object? Value<TState>(TState state, string name) =>
        (state as IEnumerable<KeyValuePair<string, object?>>)?.FirstOrDefault(value => value.Key == name).Value;

    private static string Wait<TState>(TState state) =>
        Value(state, "Delay") is TimeSpan delay
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
