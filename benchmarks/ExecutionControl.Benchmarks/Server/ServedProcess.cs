using System.Diagnostics;
using System.Globalization;
using ExecutionControl.Reference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace ExecutionControl.Benchmarks.Server;

/// <summary>A server in a process of its own, so that it shares nothing with what loads it but the machine.</summary>
internal sealed class ServedProcess : IDisposable
{
    /// <summary>The word on the command line that makes this program one of the servers.</summary>
    public const string Word = "serve";

    private const string TerminatePath = "/api/v1/automation_executions/9007199254740993/actions/terminate";

    private readonly Process _process;

    private ServedProcess(Process process, string firstLine) => (_process, FirstLine) = (process, firstLine);

    /// <summary>The line in which it said that it is ready.</summary>
    public string FirstLine { get; }

    public Uri Url => new(FirstLine.Split(' ')[0]);

    /// <summary>What to send as the bearer token; one that nobody reads where the server asks for none.</summary>
    public string Token => FirstLine.Split(' ')[^1];

    /// <summary>The most memory that it has had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts this program again as a server.</summary>
    /// <param name="arguments">Which, and what <see cref="RunAsync"/> reads of it.</param>
    public static Task<ServedProcess> StartAsync(params string[] arguments) => StartThisAsync([Word, .. arguments]);

    /// <summary>Starts this program again.</summary>
    public static Task<ServedProcess> StartThisAsync(params string[] arguments) => StartAsync(
        Environment.ProcessPath!,
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(ServedProcess).Assembly.Location, .. arguments] : arguments,
        static line => line);

    /// <summary>Starts a program that says in one of its lines that it is ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="read">Makes of a line its address and a token; null of every other line.</param>
    public static async Task<ServedProcess> StartAsync(string program, IEnumerable<string> arguments, Func<string, string?> read)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (read(line) is { } found)
            {
                // What it goes on to say must not fill the pipe.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServedProcess(process, found);
            }
        }

        throw new InvalidOperationException($"{program} ended before it was ready.");
    }

    /// <summary>Is the server that the arguments name, until its standard input ends.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["reference", .. var rest]:
                await using (var server = await ReferenceServer.StartAsync(new ReferenceServerOptions
                {
                    SeedPaused = rest is [var paused, ..] ? int.Parse(paused, CultureInfo.InvariantCulture) is > 0 and var count ? count : null : null,
                    StateFile = rest is [_, var file] ? file : null,
                }))
                {
                    await ServeAsync(server.Url, server.Credentials.ConductorOne.AccessToken);
                }

                break;
            case ["kestrel"]:
                await ServeKestrelAsync();
                break;
            case ["wiremock"]:
                using (var server = WireMockServer.Start(new WireMock.Settings.WireMockServerSettings { Urls = ["http://127.0.0.1:0"] }))
                {
                    server.Given(Request.Create().WithPath(TerminatePath).UsingPost())
                        .RespondWith(Response.Create().WithStatusCode(200).WithHeader("Content-Type", "application/json").WithBody("{}"));
                    await ServeAsync(new Uri(server.Url!), "nobody-reads-it");
                }

                break;
            default:
                throw new ArgumentException("There is no such server.", nameof(arguments));
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static async Task ServeKestrelAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(static context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 2;
            return context.Response.Body.WriteAsync("{}"u8.ToArray()).AsTask();
        });
        await app.StartAsync();
        await ServeAsync(new Uri(app.Urls.Single()), "nobody-reads-it");
    }

    private static async Task ServeAsync(Uri url, string token)
    {
        Console.WriteLine($"{url} {token}");
        await Console.In.ReadToEndAsync();
    }
}
