using System.Runtime.InteropServices;
using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Terminal;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP into a cancellation, so that the command can still report. A second one ends the process at once.
/// Under nohup SIGHUP is ignored, and .NET leaves it so.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _timeProvider;
    private IReadOnlyList<PosixSignalRegistration> _registrations = [];
    private int _received;

    public TerminationSignals(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The exit code that the first signal asks for, or null while there was none.</summary>
    public ExitCode? Received => Volatile.Read(ref _received) is not 0 and var code ? (ExitCode)code : null;

    /// <summary>The signals that this process gets.</summary>
    public static TerminationSignals OfProcess(TimeProvider timeProvider)
    {
        var signals = new TerminationSignals(timeProvider);
        signals._registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel |= signals.Receive(ExitCode.HungUp)),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel |= signals.Receive(ExitCode.Interrupted)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel |= signals.Receive(ExitCode.Terminated)),
        ];
        return signals;
    }

    /// <summary>Takes note of a signal.</summary>
    /// <param name="code">The exit code that it asks for.</param>
    /// <returns>Whether it is the first, which ends the command and not the process.</returns>
    public bool Receive(ExitCode code)
    {
        if (Interlocked.CompareExchange(ref _received, (int)code, 0) != 0)
        {
            return false;
        }

        _ = _source.CancelAsync();
        return true;
    }

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
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
