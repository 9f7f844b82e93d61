using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Reference;

namespace ExecutionControl.Soak;

/// <summary>
/// Many control calls at a reference server that loses answers, refuses and resets, with tokens that end after a second. After each batch
/// both sides' counts must agree, and at the end no call may have had an outcome that the service contradicts.
/// </summary>
internal sealed class SoakRun(int calls, int concurrency, int batch, int seed, TextWriter output)
{
    private const int Executions = 64;

    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();

    /// <returns>0 when everything agreed, otherwise 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var seedFile = Path.Combine(Path.GetTempPath(), $"soak-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(seedFile, SeedText(), cancellationToken);
        try
        {
            await using var server = await ReferenceServer.StartAsync(
                new ReferenceServerOptions { SeedFile = seedFile, Seed = seed, TokenLifetime = TimeSpan.FromSeconds(1), Faults = [.. Faults()] }, cancellationToken);
            return await RunAsync(server, cancellationToken);
        }
        finally
        {
            File.Delete(seedFile);
        }
    }

    private async Task<int> RunAsync(ReferenceServer server, CancellationToken cancellationToken)
    {
        var wire = new WireCount();
        using var meter = new MeterCount();
        using var conductorOne = new ConductorOneClient(Configure(
            new ConductorOneClientOptions { ClientId = server.Credentials.ConductorOne.ClientId, ClientSecret = server.Credentials.ConductorOne.ClientSecret }, server, wire));
        using var codegen = new CodegenClient(Configure(
            new CodegenClientOptions { ApiToken = server.Credentials.Codegen.ApiToken, OrganizationId = server.Credentials.Codegen.OrganizationId }, server, wire));
        using var kubiya = new KubiyaClient(Configure(new KubiyaClientOptions { ApiKey = server.Credentials.Kubiya.ApiKey }, server, wire));
        string[] automationExecutions = [.. Enumerable.Range(1, Executions).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        Caller[] callers =
        [
            .. Enumerable.Range(0, concurrency).Select(number => new Caller(
                conductorOne, codegen, kubiya, ExecutionId(number), 1 + number, automationExecutions, _outcomes, _violations)),
        ];

        await output.WriteLineAsync("calls\tper second\trequests\tanswers\tno answer\ttokens\theap MB");
        var mints = 0L;
        for (var done = 0; done < calls;)
        {
            var size = Math.Min(batch, calls - done);
            var left = size;
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(callers.Select(async caller =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    await caller.CallAsync(cancellationToken);
                }
            }));
            done += size;
            var newMints = meter.Mints - mints;
            mints = meter.Mints;
            Compare(server, wire, newMints);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{done}\t{size / watch.Elapsed.TotalSeconds:0}\t{wire.Sent}\t{wire.Answers.Values.Sum()}\t{wire.Unanswered}\t{newMints}\t{GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0}"));
            wire.Clear();
            server.Journal.Clear();
        }

        if (meter.Calls != calls)
        {
            _violations.Enqueue($"{calls} calls were made, and the client's meter counted {meter.Calls}");
        }

        foreach (var (outcome, count) in _outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{outcome}\t{count}"));
        }

        foreach (var violation in _violations)
        {
            await output.WriteLineAsync($"violation: {violation}");
        }

        await output.WriteLineAsync(_violations.IsEmpty ? "Both sides agree; no outcome was wrong." : $"{_violations.Count} violations.");
        return _violations.IsEmpty ? 0 : 1;
    }

    /// <summary>What the server journalled against what the client saw on the wire.</summary>
    private void Compare(ReferenceServer server, WireCount wire, long mints)
    {
        var entries = server.Journal.Entries;
        var served = entries.Where(entry => entry.Operation != OperationNames.Token).ToList();
        var answered = served.Where(entry => entry.Outcome is RequestOutcome.Answered or RequestOutcome.Truncated).ToList();
        foreach (var status in answered.Select(entry => entry.Status ?? 0).Union(wire.Answers.Keys))
        {
            Expect($"answers with status {status}", answered.Count(entry => entry.Status == status), wire.Answers.GetValueOrDefault(status));
        }

        Expect("requests", served.Count, wire.Sent);
        Expect("requests without an answer", served.Count - answered.Count, wire.Unanswered);
        Expect("token requests", entries.Count - served.Count, mints);
    }

    private void Expect(string what, long server, long client)
    {
        if (server != client)
        {
            _violations.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{what}: the server counted {server}, the client {client}"));
        }
    }

    private static TOptions Configure<TOptions>(TOptions options, ReferenceServer server, WireCount wire)
        where TOptions : Client.ControlClientOptions
    {
        options.ServerUrl = server.Url;
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(5);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(50);
        options.Handlers.Add(wire.Handler);
        return options;
    }

    /// <summary>Faults of what changes something and of the token endpoint; reads are spared, as they tell the truth.</summary>
    private static IEnumerable<FaultRule> Faults()
    {
        foreach (var operation in (string[])[OperationNames.PauseExecution, OperationNames.ResumeExecution, OperationNames.TerminateAutomationExecution, OperationNames.BanAgentRun])
        {
            yield return new FaultRule { Operation = operation, Percent = 1, Connection = FaultConnection.Close };
            yield return new FaultRule { Operation = operation, Percent = 1, Status = 503 };
            yield return new FaultRule { Operation = operation, Percent = 0.5, Status = 429, Headers = { ["Retry-After"] = "0" } };
            yield return new FaultRule { Operation = operation, Percent = 0.2, Status = 409 };
            yield return new FaultRule { Operation = operation, Percent = 1, Moment = FaultMoment.AfterWork, Connection = FaultConnection.Reset };
            yield return new FaultRule { Operation = operation, Percent = 1, Moment = FaultMoment.AfterWork, Status = 502, Answer = FaultAnswer.Html };
            yield return new FaultRule { Operation = operation, Percent = 0.5, Moment = FaultMoment.AfterWork, Answer = FaultAnswer.Truncated };
            yield return new FaultRule { Operation = operation, Percent = 0.5, Moment = FaultMoment.AfterWork, Answer = FaultAnswer.Garbage };
        }

        yield return new FaultRule { Operation = OperationNames.Token, Percent = 5, Status = 503 };
    }

    private static string ExecutionId(int number) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{number:x12}");

    private string SeedText() => JsonSerializer.Serialize(new
    {
        automations = new[]
        {
            new { id = "aut_soak", executions = Enumerable.Range(1, Executions).Select(number => new { id = number, state = "PROCESS_STEP" }) },
        },
        agentRuns = Enumerable.Range(1, concurrency).Select(number => new { id = number, status = "ACTIVE", pullRequest = 1000 + number }),
        executions = Enumerable.Range(0, concurrency).Select(number => new { id = ExecutionId(number), status = "running" }),
    });
}
