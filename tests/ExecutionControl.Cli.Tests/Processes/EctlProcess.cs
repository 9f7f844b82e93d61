using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using ExecutionControl.Cli.Tests.Secrets;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>ectl as a child process with an environment of its own. Nothing that it prints, and nothing that the process list shows of it, may hold a secret.</summary>
public sealed class EctlProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(90);

    // A child of the killed one may still hold a stream.
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly SecretSweep _sweep;
    private readonly ProcessSweep _processes;
    private bool _isSwept;

    private EctlProcess(Process process, SecretSweep sweep)
    {
        _process = process;
        _sweep = sweep;
        _processes = new ProcessSweep(process, sweep);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    private enum Signal
    {
        HangUp = 1,
        Interrupt = 2,
        Terminate = 15,
    }

    /// <summary>Runs ectl to its end.</summary>
    public static async Task<EctlResult> RunAsync(
        UserFolder user,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        byte[]? input = null)
    {
        await using var ectl = Start(user, arguments, variables, input);
        return await ectl.WaitAsync();
    }

    /// <summary>Starts ectl. Without input its standard input is at its end.</summary>
    public static EctlProcess Start(
        UserFolder user,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        byte[]? input = null) => Start(EctlFile.Path, user, arguments, variables, input);

    /// <summary>Starts another executable than the built ectl, in the same surroundings.</summary>
    public static EctlProcess Start(
        string executable,
        UserFolder user,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        byte[]? input = null)
    {
        // In a session of its own, so that it has no controlling terminal, also where somebody runs these tests at one.
        var (program, words) = OperatingSystem.IsWindows() ? (executable, arguments) : ("setsid", [executable, .. arguments]);
        var start = new ProcessStartInfo(program, words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = user.Home,
        };
        SetEnvironment(start, user, variables);
        var sweep = Sweep(start, user, variables);
        var process = Process.Start(start) ?? throw new InvalidOperationException("ectl did not start.");
        try
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A native file may have ended before: what it did not read it did not want.
        }

        return new EctlProcess(process, sweep);
    }

    /// <summary>The first line on stdout, as soon as it is there.</summary>
    public Task<string> FirstLineAsync() => _firstLine.Task.WaitAsync(TimeLimit);

    public void HangUp() => Send(Signal.HangUp);

    public void Interrupt() => Send(Signal.Interrupt);

    public void Terminate() => Send(Signal.Terminate);

    /// <summary>Waits for the end.</summary>
    public async Task<EctlResult> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"ectl did not end within {TimeLimit}.\nstdout: {_output}\nstderr: {_error}", exception);
        }

        var elapsed = _elapsed.Elapsed;
        await _reading.WaitAsync(timeout.Token);
        SweepStreams();
        return new EctlResult(_process.ExitCode, _output.ToString(), _error.ToString(), elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _processes.Look();
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _processes.DisposeAsync();
        if (!_isSwept && await Task.WhenAny(_reading, Task.Delay(KillTime)) == _reading)
        {
            SweepStreams();
        }

        _process.Dispose();
        _sweep.ThrowIfFound();
    }

    /// <summary>What is to be searched for where this command leaves something.</summary>
    internal static SecretSweep Sweep(ProcessStartInfo start, UserFolder user, IReadOnlyDictionary<string, string>? variables)
    {
        var command = string.Join(' ', [start.FileName, .. start.ArgumentList]);
        var secrets = Secrets(variables ?? ServiceVariables.None);
        user.Note(command, secrets);
        return new SecretSweep(command, secrets);
    }

    /// <summary>The secrets among the variables that a command is given.</summary>
    internal static string[] Secrets(IReadOnlyDictionary<string, string> variables) =>
        [.. variables.Where(pair => IsSecret(pair.Key)).Select(pair => pair.Value)];

    /// <summary>The variables that every command gets, and nothing else of this process's.</summary>
    internal static Dictionary<string, string> EnvironmentOf(UserFolder user) => new(StringComparer.Ordinal)
    {
        ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? string.Empty,
        ["HOME"] = user.Home,
        ["TMPDIR"] = user.Temporary,
        ["XDG_STATE_HOME"] = user.StateHome,
        ["LOCALAPPDATA"] = user.StateHome,
        ["APPDATA"] = Path.Combine(user.Home, ".config"),
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
    };

    internal static void SetEnvironment(ProcessStartInfo start, UserFolder user, IReadOnlyDictionary<string, string>? variables)
    {
        if (!OperatingSystem.IsWindows())
        {
            start.Environment.Clear();
        }

        foreach (var (name, value) in EnvironmentOf(user))
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in variables ?? ServiceVariables.None)
        {
            start.Environment[name] = value;
        }
    }

    private static bool IsSecret(string name) =>
        name.EndsWith("_TOKEN", StringComparison.Ordinal) || name.EndsWith("_SECRET", StringComparison.Ordinal) || name.EndsWith("_KEY", StringComparison.Ordinal);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);

    private void SweepStreams()
    {
        _isSwept = true;
        _sweep.Output(_output.ToString());
        _sweep.Stream("stderr", _error.ToString());
        _sweep.ThrowIfFound();
    }

    private void Send(Signal signal) => Assert.Equal(0, kill(_process.Id, (int)signal));

    private async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            text.Append(line).Append('\n');
            if (ReferenceEquals(text, _output))
            {
                _firstLine.TrySetResult(line);
            }
        }

        if (ReferenceEquals(text, _output))
        {
            _firstLine.TrySetException(new InvalidOperationException("ectl ended without a line on stdout."));
        }
    }
}
