using System.Runtime.InteropServices;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP into a cancellation, so that the command can still report. A second one ends the process at once.
/// Under nohup SIGHUP is ignored, and .NET leaves it so.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _timeProvider;
    private readonly PosixSignalRegistration _hangUp;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _received;

    public TerminationSignals(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Receive(context, ExitCode.HungUp));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Receive(context, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Receive(context, ExitCode.Terminated));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that the first signal asks for, or null while there was none.</summary>
    public ExitCode? Received => Volatile.Read(ref _received) is not 0 and var code ? (ExitCode)code : null;

    /// <summary>Completes when a signal has come and as long has passed since as <paramref name="grace"/> says then.</summary>
    public async Task GraceEndedAsync(Func<TimeSpan> grace, CancellationToken cancellationToken)
    {
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _source.Token.Register(() => signalled.TrySetResult());
        await signalled.Task.WaitAsync(cancellationToken);
        await Task.Delay(grace(), _timeProvider, cancellationToken);
    }

    public void Dispose()
    {
        _hangUp.Dispose();
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Receive(PosixSignalContext context, ExitCode code)
    {
        if (Interlocked.CompareExchange(ref _received, (int)code, 0) == 0)
        {
            context.Cancel = true;
            _ = _source.CancelAsync();
        }
    }
}
