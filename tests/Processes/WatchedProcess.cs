using System.ComponentModel;
using System.Diagnostics;

namespace ExecutionControl.Testing.Processes;

/// <summary>
/// A child process that serves a test and does not outlive this process, however that ends: Node.js stands between the two, and ends the
/// program as soon as nobody holds its standard input any more.
/// </summary>
internal sealed class WatchedProcess : IDisposable
{
    private const string Node = "node";
    private const int CommandNotFound = 127;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private WatchedProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written so far, standard output and standard error as they came.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_gate)
            {
                return [.. _output];
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The program's exit code; only after it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Whether the program ended because there is none of this name.</summary>
    public bool IsMissing => _process.HasExited && _process.ExitCode == CommandNotFound;

    /// <summary>Starts a program.</summary>
    /// <param name="command">The program.</param>
    /// <param name="arguments">Its arguments. They are in the process list: no secrets here.</param>
    /// <param name="environment">Variables to set, or with null to remove, beside those of this process.</param>
    /// <param name="workingDirectory">Where it runs; null for this process's own.</param>
    /// <exception cref="ProgramUnavailableException">Node.js is missing.</exception>
    public static WatchedProcess Start(
        string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(Node, [Path.Combine(AppContext.BaseDirectory, "run-while-watched.mjs"), command, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        try
        {
            return new WatchedProcess(Process.Start(start)!);
        }
        catch (Win32Exception fault)
        {
            throw new ProgramUnavailableException(
                $"'{Node}' cannot be started: install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm) and run the tests again.", fault);
        }
    }

    /// <summary>Waits for a line of its output, one that was there before included.</summary>
    /// <returns>The line; null when the process ended, or the time passed, without it.</returns>
    public async Task<string?> WaitForLineAsync(Func<string, bool> isWanted, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        var exited = _process.WaitForExitAsync(limit.Token);
        while (true)
        {
            // Before the look at the output: what the process wrote before it ended is then there.
            var isOver = exited.IsCompleted;
            var changed = Changed();
            if (Output.FirstOrDefault(isWanted) is { } line)
            {
                return line;
            }

            if (isOver)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }

            await Task.WhenAny(changed, exited);
        }
    }

    /// <summary>Waits until it has ended and all of its output is read.</summary>
    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    public async Task WaitForExitAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(within, cancellationToken);
        }
        catch (TimeoutException fault)
        {
            throw new TimeoutException($"The program did not end within {within.TotalSeconds} seconds. It said: {string.Join('\n', Output)}", fault);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(EndLimit))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private Task Changed()
    {
        lock (_gate)
        {
            return _changed.Task;
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _output.Add(line);
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
