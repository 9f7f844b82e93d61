using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace ExecutionControl.Benchmarks.Server;

/// <summary>Loads a server with wrk: two threads, thirty-two connections.</summary>
/// <param name="program">Where wrk lies.</param>
/// <param name="folder">A folder for its scripts.</param>
internal sealed partial class Wrk(string program, string folder)
{
    private const string Seconds = "3s";

    private const string SameTarget =
        """
        wrk.method = "POST"; wrk.body = "{}"; wrk.path = "/api/v1/automation_executions/9007199254740993/actions/terminate"
        wrk.headers["Content-Type"] = "application/json"; wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
        """;

    private const string NewTargets =
        """
        local threads = 0
        function setup(thread) thread:set("number", threads); threads = threads + 1 end
        function init(args)
          wrk.method = "POST"; wrk.body = "{}"
          wrk.headers["Content-Type"] = "application/json"; wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
          id = tonumber(os.getenv("FIRST")) + number
        end
        function request() id = id + 2; return wrk.format(nil, "/api/v1/automation_executions/" .. string.format("%d", id) .. "/actions/terminate") end
        """;

    /// <summary>Terminates the same execution again and again.</summary>
    /// <returns>Requests a second.</returns>
    public async Task<double> TerminateSameAsync(ServedProcess server, CancellationToken cancellationToken) =>
        (await RunAsync(server, SameTarget, first: 0, cancellationToken)).PerSecond;

    /// <summary>Terminates a new execution with each request, from an id on.</summary>
    /// <returns>Requests a second, and how many there were.</returns>
    public Task<(double PerSecond, long Requests)> TerminateNewAsync(ServedProcess server, long first, CancellationToken cancellationToken) =>
        RunAsync(server, NewTargets, first, cancellationToken);

    private async Task<(double PerSecond, long Requests)> RunAsync(ServedProcess server, string script, long first, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "load.lua");
        await File.WriteAllTextAsync(file, script, cancellationToken);
        var said = await Cli.Wrap(program)
            .WithArguments(["-t2", "-c32", $"-d{Seconds}", "-s", file, server.Url.ToString()])
            .WithEnvironmentVariables(variables => variables.Set("TOKEN", server.Token).Set("FIRST", first.ToString(CultureInfo.InvariantCulture)))
            .ExecuteBufferedAsync(cancellationToken);
        if (said.StandardOutput.Contains("Non-2xx", StringComparison.Ordinal) || said.StandardOutput.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Not every answer was a success:\n{said.StandardOutput}");
        }

        return (
            double.Parse(PerSecond().Match(said.StandardOutput).Groups["rate"].Value, CultureInfo.InvariantCulture),
            long.Parse(Total().Match(said.StandardOutput).Groups["count"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"(?<count>\d+) requests in ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Total();
}
