using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Keeps what a server logs as errors: faults of its own that no answer may show.</summary>
internal sealed class ErrorLog : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Errors { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);

        // What Kestrel says about the unread body of a request that was answered already, when its trailers are no text: it hangs up then.
        if (IsEnabled(logLevel) && !message.Contains("automatic draining of the request body failed", StringComparison.Ordinal))
        {
            Errors.Enqueue($"{message} {exception}");
        }
    }

    public void Dispose()
    {
    }
}
