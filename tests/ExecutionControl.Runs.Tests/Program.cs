using System.Globalization;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Runs.Tests;

/// <summary>
/// A worker on a run as a process of its own, which tests freeze and kill: prints a line for each outcome, and in the end <c>done</c>, or
/// <c>failed</c> or <c>lost</c> with the reason. With <c>measure=overhead</c> or <c>measure=memory</c> it prints what a run costs instead.
/// </summary>
public static class Program
{
    public static async Task Main(string[] args)
    {
        var settings = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        if (settings.TryGetValue("measure", out var what))
        {
            await Measurement.RunAsync(what, Number(settings.GetValueOrDefault("targets", "10000")), Number(settings.GetValueOrDefault("rounds", "15")));
            return;
        }

        var server = new Uri(settings["server"]);
        using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions { ServerUrl = server, AccessToken = settings["conductorone"] });
        using var codegen = new CodegenClient(
            new CodegenClientOptions { ServerUrl = server, ApiToken = settings["codegen"], OrganizationId = Number(settings["organization"]) });
        using var kubiya = new KubiyaClient(new KubiyaClientOptions { ServerUrl = server, ApiKey = settings["kubiya"] });
        try
        {
            await using IRunJournal journal = settings["journal"].Contains("://", StringComparison.Ordinal)
                ? await PostgresRunJournal.OpenAsync(settings["journal"])
                : await SqliteRunJournal.OpenAsync(settings["journal"]);
            var runner = new ControlRunner(journal, ClientTargetActor.Of(conductorOne, codegen, kubiya), new ControlRunnerOptions
            {
                Concurrency = Number(settings.GetValueOrDefault("concurrency", "8")),
                Rate = settings.TryGetValue("rate", out var rate) ? RunRate.Parse(rate, null) : null,
                SettleTime = TimeSpan.FromMilliseconds(300),
                Claim = new RunClaimOptions { Lease = TimeSpan.FromSeconds(Number(settings.GetValueOrDefault("lease", "30"))) },
            });
            await foreach (var target in runner.RunAsync(settings["run"]))
            {
                await Console.Out.WriteLineAsync($"{target.Ordinal} {target.Result!.Outcome}");
            }

            await Console.Out.WriteLineAsync(runner.Stop is { } stop ? $"stopped {stop.Reason}" : "done");
        }
        catch (RunJournalException exception)
        {
            await Console.Out.WriteLineAsync($"{(exception is RunLostException ? "lost" : "failed")} {exception.Message}");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
