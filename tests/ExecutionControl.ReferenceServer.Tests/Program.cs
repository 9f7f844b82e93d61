using System.Globalization;
using System.Text.Json;

namespace ExecutionControl.Reference.Tests;

/// <summary>A reference server as a process of its own: prints where it listens and its access token, and serves until its input ends.</summary>
public static class Program
{
    public static async Task Main(string[] args)
    {
        var settings = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        await using var server = await ReferenceServer.StartAsync(new()
        {
            StateFile = settings["state"],
            SeedPaused = settings.TryGetValue("paused", out var paused) ? int.Parse(paused, CultureInfo.InvariantCulture) : null,
        });
        Console.WriteLine(JsonSerializer.Serialize(new[] { server.Url.ToString(), server.Credentials.ConductorOne.AccessToken }));
        await Console.In.ReadToEndAsync();
    }
}
