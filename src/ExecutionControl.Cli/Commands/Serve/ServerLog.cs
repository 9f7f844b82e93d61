using ExecutionControl.Cli.Output;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>What the server logs of its own faults, each as one line on stderr: an answer that says no more than 500 or 503 is nobody's clue.</summary>
internal sealed class ServerLog(Reporter reporter) : ILogger, ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("ectl prints the server's log entries itself and takes no other provider.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Error and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var why = exception is null ? string.Empty : $": {exception.GetType().Name}: {exception.Message}";
            reporter.Complain($"error: {formatter(state, exception)}{why}".ReplaceLineEndings(" "));
        }
    }

    public void Dispose()
    {
    }
}
