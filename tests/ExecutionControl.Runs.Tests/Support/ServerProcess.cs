using System.Diagnostics;
using System.Globalization;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Runs.Tests.Support;

/// <summary>
/// A reference server in a process of its own, made of this test assembly, so that what it costs is not measured together with what asks it. It is
/// told on its standard input what to hold, and ends with it.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string[] _ready;

    private ServerProcess(Process process, string ready)
    {
        _process = process;
        _ready = ready.Split(' ');
    }

    public static async Task<ServerProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(WorkerProcess.Dotnet, [typeof(ServerProcess).Assembly.Location, "measure=server"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new ServerProcess(process, await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start."));
    }

    /// <summary>What the process does: serves, and takes an order from each line.</summary>
    public static async Task ServeAsync()
    {
        await using var world = await RunsWorld.StartAsync();
        await Console.Out.WriteLineAsync($"{world.Server.Url} {world.Server.Credentials.ConductorOne.AccessToken}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var running))
            {
                await world.FillAsync(running);
                GC.Collect();
            }

            await Console.Out.WriteLineAsync(FormattableString.Invariant($"{Environment.CpuUsage.TotalTime.TotalSeconds}"));
        }
    }

    public ConductorOneClient NewClient() => new(new ConductorOneClientOptions { ServerUrl = new Uri(_ready[0]), AccessToken = _ready[1] });

    /// <summary>Puts executions that run, with the ids from 1 on, in the place of all that there were.</summary>
    public Task FillAsync(int running) => AskAsync($"{running}");

    /// <summary>The processor time that it has used, in seconds.</summary>
    public async Task<double> ProcessorAsync() => double.Parse(await AskAsync("look"), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");
    }
}
