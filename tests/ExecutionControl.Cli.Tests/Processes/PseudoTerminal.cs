using System.Diagnostics;
using System.Text;
using ExecutionControl.Cli.Tests.Secrets;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>ectl in a pseudo-terminal that util-linux's <c>script</c> makes: it sees a person at its streams, and the test sees its screen.</summary>
public sealed class PseudoTerminal : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly Task _reading;

    private readonly SecretSweep _sweep;
    private readonly ProcessSweep _processes;

    private PseudoTerminal(Process process, SecretSweep sweep)
    {
        _process = process;
        _sweep = sweep;
        _processes = new ProcessSweep(process, sweep);
        _reading = ReadAsync();
    }

    /// <summary>Everything that came to the screen so far, control sequences included.</summary>
    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    /// <summary>Starts a shell command in which <c>ectl</c> is the built one.</summary>
    public static PseudoTerminal Start(UserFolder user, string command, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--echo", "never", "--command", command, "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = user.Home,
        };
        EctlProcess.SetEnvironment(start, user, variables);
        start.Environment["PATH"] = EctlFile.SearchPath;
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment.TryAdd("TERM", "xterm-256color");
        start.Environment.TryAdd("COLUMNS", "300");
        try
        {
            return new PseudoTerminal(Process.Start(start)!, EctlProcess.Sweep(start, user, variables));
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException("These tests need 'script' of util-linux, which makes the pseudo-terminal: install util-linux.", exception);
        }
    }

    /// <summary>Waits until the text is on the screen.</summary>
    public async Task SeesAsync(string text)
    {
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(await _changed.WaitAsync(TimeLimit) && !(_reading.IsCompleted && !Screen.Contains(text, StringComparison.Ordinal)),
                $"'{text}' did not come to the screen:\n{Screen}");
        }
    }

    /// <summary>Types a line.</summary>
    public Task TypeAsync(string line) => PressAsync(line + "\n");

    /// <summary>Presses keys.</summary>
    public async Task PressAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        await _process.WaitForExitAsync(timeout.Token);
        await _reading.WaitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _processes.DisposeAsync();
        await _reading;
        _process.Dispose();
        _changed.Dispose();
        _sweep.Output(Screen);
        _sweep.ThrowIfFound();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[1024];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_screen)
            {
                _screen.Append(buffer, 0, count);
            }

            _changed.Release();
        }

        _changed.Release();
    }
}
