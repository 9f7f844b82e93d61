using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Diagnostics;

/// <summary>Keeps what is logged, each message with the scopes that it was logged in.</summary>
internal sealed class LoggedMessages : ILoggerFactory, ILogger
{
    private readonly AsyncLocal<ImmutableList<object>?> _scopes = new();
    private readonly ConcurrentQueue<LoggedMessage> _messages = new();

    public IReadOnlyList<LoggedMessage> Messages => [.. _messages];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        var before = _scopes.Value;
        _scopes.Value = (before ?? []).Add(state);
        return new Scope(() => _scopes.Value = before);
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue(new LoggedMessage(
            eventId.Name,
            logLevel,
            formatter(state, exception),
            exception,
            [.. (_scopes.Value ?? []).OfType<IEnumerable<KeyValuePair<string, object>>>().SelectMany(scope => scope)]));

    public void Dispose()
    {
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>One message.</summary>
internal sealed record LoggedMessage(
    string? Name,
    LogLevel Level,
    string Text,
    Exception? Exception,
    IReadOnlyList<KeyValuePair<string, object>> Scopes);
