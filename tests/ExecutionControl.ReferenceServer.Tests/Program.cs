using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ExecutionControl.Reference.Tests;

/// <summary>
/// A reference server as a process of its own: prints where it listens and its access token, and serves until its input ends. With
/// <c>measure=start</c> it prints what a start takes instead.
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
        Console.WriteLine(JsonSerializer.Serialize(new[] { server.Url.ToString(), server.Credentials.ConductorOne.AccessToken }));
        await Console.In.ReadToEndAsync();
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
