using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ExecutionControl.Cli.Commands.Exec;

/// <summary>A child that has ectl's own streams. CliWrap would put pipes between it and the terminal.</summary>
internal static partial class ChildProcess
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;

    /// <summary>Runs it to its end. Signals that only ectl gets are passed on; those of the keyboard reach the child by themselves.</summary>
    /// <param name="program">The whole path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Changes to the environment; null takes a variable out.</param>
    /// <returns>Its exit code; 128 and the signal's number where one ended it.</returns>
    public static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> variables)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        var relay = new SignalRelay();
        using var interrupt = Pass(PosixSignal.SIGINT, Interrupt, isOfKeyboard: true);
        using var quit = Pass(PosixSignal.SIGQUIT, Quit, isOfKeyboard: true);
        using var terminate = Pass(PosixSignal.SIGTERM, Terminate, isOfKeyboard: false);
        using var hangup = Pass(PosixSignal.SIGHUP, Hangup, isOfKeyboard: false);
        process.Start();
        relay.Open(number => process.HasExited ? 0 : Send(process.Id, number));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;

        PosixSignalRegistration Pass(PosixSignal signal, int number, bool isOfKeyboard) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (!OperatingSystem.IsWindows() && !(isOfKeyboard && HasTerminal))
            {
                relay.Pass(number);
            }
        });
    }

    private static bool HasTerminal => !Console.IsInputRedirected || !Console.IsOutputRedirected || !Console.IsErrorRedirected;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int processId, int signal);
}

/// <summary>Passes signals on to a child; those that come while it is being started wait until it can get them.</summary>
internal sealed class SignalRelay
{
    private readonly Lock _gate = new();
    private readonly List<int> _early = [];
    private Func<int, int>? _send;

    public void Pass(int number)
    {
        lock (_gate)
        {
            if (_send is null)
            {
                _early.Add(number);
            }
            else
            {
                _send(number);
            }
        }
    }

    /// <param name="send">Sends a signal to the child that has been started.</param>
    public void Open(Func<int, int> send)
    {
        lock (_gate)
        {
            _send = send;
            _early.ForEach(number => send(number));
        }
    }
}
