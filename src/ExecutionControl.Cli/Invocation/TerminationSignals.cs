using System.Runtime.InteropServices;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancellation, so that the command can still report. A second one ends the process at once.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly TimeProvider timeProvider;
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private int received;

    public TerminationSignals(TimeProvider timeProvider)
    {
        this.timeProvider = timeProvider;
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Receive(context, ExitCode.Interrupted));
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Receive(context, ExitCode.Terminated));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>The exit code that the first signal asks for, or null while there was none.</summary>
    public ExitCode? Received => Volatile.Read(ref received) is not 0 and var code ? (ExitCode)code : null;

    /// <summary>Completes when a signal has come and <paramref name="grace"/> has passed since.</summary>
    public async Task GraceEndedAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = source.Token.Register(() => signalled.TrySetResult());
        await signalled.Task.WaitAsync(cancellationToken);
        await Task.Delay(grace, timeProvider, cancellationToken);
    }

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    private void Receive(PosixSignalContext context, ExitCode code)
    {
        if (Interlocked.CompareExchange(ref received, (int)code, 0) == 0)
        {
            context.Cancel = true;
            _ = source.CancelAsync();
        }
    }
}
