using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests;

/// <summary>
/// A reference server as a process of its own: prints where it listens and its access token, and serves until its input ends, or until
/// fewer executions are paused than <c>killed-below</c> says. With <c>measure=start</c> it prints what a start takes instead.
/// </summary>
public static class Program
{
    public static async Task Main(string[] args)
    {
        if (args is ["measure=start"])
        {
            await MeasureStartAsync();
            return;
        }

        var settings = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        await using var server = await ReferenceServer.StartAsync(new()
        {
            StateFile = settings["state"],
            SeedPaused = settings.TryGetValue("paused", out var paused) ? int.Parse(paused, CultureInfo.InvariantCulture) : null,
        });
        if (settings.TryGetValue("killed-below", out var left))
        {
            new Thread(() => KillBelow(settings["state"], long.Parse(left, CultureInfo.InvariantCulture))) { IsBackground = true }.Start();
        }

        Console.WriteLine(JsonSerializer.Serialize(new[] { server.Url.ToString(), server.Credentials.ConductorOne.AccessToken }));
        await Console.In.ReadToEndAsync();
    }

    // From within, on a connection of its own, which waits for nobody and sees every batch: from outside, on a busy machine, the work would
    // often be done before it is seen.
    private static void KillBelow(string stateFile, long left)
    {
        using var watching = new SqliteConnection($"Data Source={stateFile};Mode=ReadOnly;Pooling=False");
        watching.Open();
        using var count = watching.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM executions WHERE automation_id = 'aut_backlog' AND state = 10";
        while (count.ExecuteScalar() is long paused && paused >= left)
        {
            Thread.Yield();
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static async Task MeasureStartAsync()
    {
        for (var number = 1; number <= 20; number++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            var before = Environment.CpuUsage.TotalTime;
            var server = await ReferenceServer.StartAsync();
            var took = Stopwatch.GetElapsedTime(startedAt);
            var processor = Environment.CpuUsage.TotalTime - before;
            await server.DisposeAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start {number}: {took.TotalMilliseconds:0} ms, {processor.TotalMilliseconds:0} ms of processor time"));
        }
    }
}
