using System.Globalization;
using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ConductorOne;

/// <summary>Many clients settle and clear one automation at once, while executions go on being paused and some fail.</summary>
public sealed class HammeredAutomationTests
{
    private const int Clients = 64;
    private const long FirstId = 1_000_001;
    private const int Paused = 2_000;
    private const int FailingOnce = 150;
    private const int FailingForEver = 40;
    private const string Breaker = "/api/v1/automations/aut_hammered/circuit_breaker/";

    private static readonly string Seed = string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"automations":[{"id":"aut_hammered","trippedMinutesAgo":5,"paused":{{Paused}},"failing":{{FailingForEver + FailingOnce}}}]}""");

    [Theory]
    [InlineData(false, ResolveAnswer.Counts)]
    [InlineData(false, ResolveAnswer.BulkAction)]
    [InlineData(true, ResolveAnswer.Counts)]
    [InlineData(true, ResolveAnswer.BulkAction)]
    public async Task ResolveAndClear_ManyClientsAtOnce_EachExecutionIsSettledOnce(bool hasFile, ResolveAnswer answerShape)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new()
        {
            StateFile = hasFile ? folder.File("state.db") : null,
            ResolveAnswer = answerShape,

            // Small batches, so that those of many requests come between each other.
            ResolveTimePerExecution = TimeSpan.FromTicks(1),
        });
        await server.SeedAsync(Seed);
        await server.NeverResolveAsync("aut_hammered", FailingForEver);
        await server.RunAwayAsync("aut_hammered", TimeSpan.FromMilliseconds(1));

        var calls = (await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => HammerAsync(server, client))))).SelectMany(each => each).ToList();

        // Nothing more comes; what is left is settled once more, as often as it takes those that fail once to have failed.
        server.Clock.Freeze();
        using var last = Caller.ConductorOne(server);
        for (var round = 0; round < 2; round++)
        {
            await FinishedAsync(server, last);
            calls.Add(await CallAsync(last, "resolve_paused", "RUN", string.Create(CultureInfo.InvariantCulture, $"last {round}")));
        }

        await FinishedAsync(server, last);
        AssertAuditAgreesWithAnswers(server.State.AuditRows, calls, answerShape);
        AssertAuditAgreesWithState(server);
    }

    private static async Task<List<Call>> HammerAsync(ReferenceServer server, int client)
    {
        using var caller = Caller.ConductorOne(server);
        var calls = new List<Call>();
        for (var i = 0; i < TestScale.Of(6); i++)
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"client {client} call {i}");
            calls.Add(await CallAsync(caller, ((client * 7) + i) % 3 == 0 ? "clear" : "resolve_paused", (client + i) % 2 == 0 ? "RUN" : "CANCEL", reason));
            if ((client + i) % 5 == 0)
            {
                // Closes the breaker and leaves the backlog alone: no audit row.
                Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync(Breaker + "clear")).Status);
            }
        }

        return calls;
    }

    private static async Task<Call> CallAsync(Caller caller, string operation, string decision, string reason)
    {
        var answer = await caller.PostAsync(Breaker + operation, $$"""{"decision":"PAUSED_EXECUTION_DECISION_{{decision}}","reason":"{{reason}}"}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return operation is "clear"
            ? new Call(reason, decision, null, null)
            : new Call(reason, decision, answer.Json.GetProperty("pausedCount").GetInt64(), answer.Json.GetProperty("erroredCount").GetInt64());
    }

    private static void AssertAuditAgreesWithAnswers(IReadOnlyList<AuditRow> rows, List<Call> calls, ResolveAnswer answerShape)
    {
        Assert.Equal(calls.Select(call => call.Reason).Order(StringComparer.Ordinal), rows.Select(row => row.Reason).Order(StringComparer.Ordinal));
        var byReason = rows.ToDictionary(row => row.Reason, StringComparer.Ordinal);
        foreach (var call in calls)
        {
            var row = byReason[call.Reason];
            Assert.Equal(call.Decision is "RUN" ? "paused_run" : "paused_cancelled", row.Event);
            Assert.Equal(row.ErroredCount, row.FailedExecutionIds.Distinct().Count());
            if (call.Resolved is not null && answerShape == ResolveAnswer.Counts)
            {
                Assert.Equal((row.ResolvedCount, row.ErroredCount), (call.Resolved, call.Errored));
            }
        }

        // The work was really spread.
        Assert.True(rows.Count(row => row.ResolvedCount > 0) > 1, "one request did all the work");
    }

    private static void AssertAuditAgreesWithState(ReferenceServer server)
    {
        long cancelled = 0, run = 0, paused = 0;
        for (var id = FirstId; StateOf(server, id) is { } state; id++)
        {
            switch (state)
            {
                case "AUTOMATION_EXECUTION_STATE_TERMINATE":
                    cancelled++;
                    break;
                case "AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER":
                    Assert.InRange(id, FirstId, FirstId + FailingForEver - 1);
                    paused++;
                    break;
                default:
                    run++;
                    break;
            }
        }

        var rows = server.State.AuditRows;
        Assert.True(cancelled + run + paused > Paused, "no execution was paused while the clients were at work");
        Assert.Equal(cancelled, rows.Where(row => row.Event is "paused_cancelled").Sum(row => row.ResolvedCount));
        Assert.Equal(run, rows.Where(row => row.Event is "paused_run").Sum(row => row.ResolvedCount));
        Assert.Equal(FailingForEver, paused);
        Assert.Equal(paused, server.State.Automation("aut_hammered").PausedCount);

        // Who fails once has failed once, in whichever request came first.
        var failures = rows.SelectMany(row => row.FailedExecutionIds).ToLookup(id => id);
        Assert.All(Enumerable.Range(0, FailingOnce), offset => Assert.Single(failures[FirstId + FailingForEver + offset]));
        Assert.Equal(FailingOnce + FailingForEver, failures.Count);
    }

    private static string? StateOf(ReferenceServer server, long id)
    {
        try
        {
            return server.State.Execution(id).State;
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    // Until the background has come to the end of every bulk action.
    private static async Task FinishedAsync(ReferenceServer server, Caller caller)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (server.State.AuditRows.Any(row => row.FinishedAt is null))
        {
            Assert.False(patience.IsCancellationRequested, "the background does not come to its end");
            await caller.GetAsync("/api/v1/automations/aut_hammered");
        }
    }

    private sealed record Call(string Reason, string Decision, long? Resolved, long? Errored);
}
