using System.Diagnostics;
using System.Globalization;

namespace ExecutionControl.Runs.Tests.Support;

/// <summary>A worker on a run in a process of its own, made of this test assembly.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<string> _lines = [];
    private readonly SemaphoreSlim _line = new(0);

    private WorkerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>What it has printed.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public int Id => _process.Id;

    public static IReadOnlyList<string> Arguments(RunsWorld world, string runId, string journal, params IEnumerable<string> more) =>
    [
        typeof(WorkerProcess).Assembly.Location,
        $"server={world.Server.Url}",
        $"conductorone={world.Server.Credentials.ConductorOne.AccessToken}",
        $"codegen={world.Server.Credentials.Codegen.ApiToken}",
        $"organization={world.Server.Credentials.Codegen.OrganizationId}",
        $"kubiya={world.Server.Credentials.Kubiya.ApiKey}",
        $"journal={journal}",
        $"run={runId}",
        .. more,
    ];

    public static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) is "dotnet" ? path : "dotnet";

    public static WorkerProcess Start(RunsWorld world, string runId, params IEnumerable<string> more) =>
        Start(Dotnet, Arguments(world, runId, world.JournalFile, more));

    public static WorkerProcess Start(string program, IEnumerable<string> arguments) =>
        new(Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!);

    /// <summary>Waits until it has printed so many lines, or has ended.</summary>
    public async Task PrintedAsync(int count)
    {
        while (Lines.Count < count && !_reading.IsCompleted)
        {
            await Task.WhenAny(_line.WaitAsync(), _reading);
        }
    }

    public void Kill() => _process.Kill();

    /// <summary>Lets it stand still where it is.</summary>
    public void Freeze() => Signal("-STOP");

    public void Wake() => Signal("-CONT");

    /// <summary>Waits until it has ended and all that it printed is read.</summary>
    public async Task EndedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(TestScale.Of(2)));
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await EndedAsync();
        _process.Dispose();
        _line.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            _line.Release();
        }
    }
}
