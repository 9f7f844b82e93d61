using System.Diagnostics;
using System.Text.Json;

namespace ExecutionControl.Reference.Tests.Support;

/// <summary>A reference server in a process of its own, made of this test assembly.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private readonly Process _process;

    private ChildServer(Process process, Uri url, string accessToken)
    {
        _process = process;
        Url = url;
        AccessToken = accessToken;
    }

    public Uri Url { get; }

    public string AccessToken { get; }

    /// <summary>The most memory that it has had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public static async Task<ChildServer> StartAsync(string stateFile, int? paused = null, int? killedBelow = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) is "dotnet" ? path : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(ChildServer).Assembly.Location, $"state={stateFile}" },
        };
        if (paused is { } count)
        {
            start.ArgumentList.Add($"paused={count}");
        }

        if (killedBelow is { } left)
        {
            start.ArgumentList.Add($"killed-below={left}");
        }

        var process = Process.Start(start)!;
        var ready = JsonSerializer.Deserialize<string[]>(await process.StandardOutput.ReadLineAsync() ?? "[]")!;
        return new ChildServer(process, new Uri(ready[0]), ready[1]);
    }

    public Caller Caller() => Support.Caller.With(Url, "Bearer", AccessToken);

    /// <summary>Waits until it has killed itself.</summary>
    public Task KilledAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _process.WaitForExitAsync(patience.Token);
        }

        _process.Dispose();
    }
}
