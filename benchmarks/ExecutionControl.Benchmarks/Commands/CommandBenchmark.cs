using System.Diagnostics;
using System.Globalization;
using CliWrap;
using ExecutionControl.Reference;

namespace ExecutionControl.Benchmarks.Commands;

/// <summary>ectl as a whole process, the native file, beside other tools of its kind.</summary>
internal sealed class CommandBenchmark : IBenchmark
{
    /// <summary>One process is too short to measure: so many follow one another.</summary>
    private const int Times = 20;

    private const string Execution = "9007199254740993";

    // The shell's own fork costs less than .NET's way of starting a process, which would be a good part of what is measured.
    private const string Loop = """n=$1; shift; while [ "$n" -gt 0 ]; do "$@" > /dev/null 2>&1 || exit; n=$((n - 1)); done""";

    public string Name => "commands";

    public async Task RunAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var ectl = await Repository.PublishEctlAsync(cancellationToken);
        await run.MeasureAsync(
            "the published file", "MB", new Side("ours", _ => Task.FromResult(new FileInfo(ectl).Length / 1e6)), Goal.AtMost(25), cancellationToken);
        await using var server = await ReferenceServer.StartAsync(cancellationToken: cancellationToken);
        var home = Directory.CreateTempSubdirectory("ectl-benchmark-");
        try
        {
            await MeasureAsync(run, ectl, server, home.FullName, cancellationToken);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(BenchmarkRun run, string ectl, ReferenceServer server, string home, CancellationToken cancellationToken)
    {
        var token = server.Credentials.ConductorOne.AccessToken;
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["XDG_CONFIG_HOME"] = null,
            ["XDG_STATE_HOME"] = null,
            ["XDG_CACHE_HOME"] = null,
            ["CONDUCTORONE_SERVER_URL"] = server.Url.ToString(),
            ["CONDUCTORONE_ACCESS_TOKEN"] = token,
        };
        Side Of(string name, params string[] command) => new(name, cancel => MeasureAsync(command, variables, cancel));

        if (Repository.FindProgram("gh") is { } gh)
        {
            var version = Of("gh --version", gh, "--version");
            await run.CompareAsync("ectl --version", "ms", Of("ectl", ectl, "--version"), version, Goal.AtMost(0.2), cancellationToken);
            await run.CompareAsync(
                "ectl --sandbox executions list", "ms", Of("ectl", ectl, "--sandbox", "executions", "list"), version, Goal.AtMost(0.5), cancellationToken);
        }
        else
        {
            run.LeaveOut("gh", "not on PATH");
        }

        if (Repository.FindProgram("curl") is { } curl)
        {
            // In a file, as a careful person would have it, and not for the process list to show.
            var header = Path.Combine(home, "header");
            await File.WriteAllTextAsync(header, $"Authorization: Bearer {token}\nContent-Type: application/json\n", cancellationToken);
            await run.CompareAsync(
                "terminate, a token at hand",
                "ms",
                Of("ectl", ectl, "--yes", "automation-executions", "terminate", Execution),
                Of(
                    "curl",
                    curl,
                    "--silent",
                    "--fail",
                    "--header",
                    $"@{header}",
                    "--data",
                    "{}",
                    new Uri(server.Url, $"api/v1/automation_executions/{Execution}/actions/terminate").AbsoluteUri),
                Goal.AtMost(1.6),
                cancellationToken);
        }
        else
        {
            run.LeaveOut("curl", "not on PATH");
        }
    }

    private static async Task<double> MeasureAsync(string[] command, IReadOnlyDictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        await Cli.Wrap("/bin/sh")
            .WithArguments(["-c", Loop, "sh", Times.ToString(CultureInfo.InvariantCulture), .. command])
            .WithEnvironmentVariables(variables)
            .ExecuteAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds / Times;
    }
}
