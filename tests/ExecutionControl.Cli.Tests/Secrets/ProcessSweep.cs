using System.Diagnostics;
using System.Globalization;

namespace ExecutionControl.Cli.Tests.Secrets;

/// <summary>Looks again and again at what the process list shows of a child and of the children that it starts, as every user of the machine could.</summary>
internal sealed class ProcessSweep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _ended = new();
    private readonly Process _process;
    private readonly SecretSweep _sweep;
    private readonly Task _watching;

    public ProcessSweep(Process process, SecretSweep sweep)
    {
        _process = process;
        _sweep = sweep;
        _watching = OperatingSystem.IsLinux() ? WatchAsync() : Task.CompletedTask;
    }

    /// <summary>Looks now.</summary>
    public void Look()
    {
        if (OperatingSystem.IsLinux())
        {
            Look(_process.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        _ended.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                Look(_process.Id);
            }
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (OperationCanceledException)
        {
            // The child is gone.
        }
    }

    private void Look(int id)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        try
        {
            _sweep.Content($"{folder}/cmdline", File.ReadAllBytes($"{folder}/cmdline"));
            foreach (var task in Directory.GetDirectories($"{folder}/task"))
            {
                _sweep.Content($"{task}/comm", File.ReadAllBytes($"{task}/comm"));
                foreach (var child in File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    Look(int.Parse(child, CultureInfo.InvariantCulture));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at.
        }
    }
}
