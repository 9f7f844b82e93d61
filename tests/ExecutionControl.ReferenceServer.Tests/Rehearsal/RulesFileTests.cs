using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Rehearsal;

public sealed class RulesFileTests
{
    [Fact]
    public async Task Start_WithRulesFile_PutsEverythingInForce()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("rules.json"),
            """
            {
              // The service has a bad day.
              "seed": 11,
              "rateLimits": true,
              "rules": [
                { "operation": "ResolvePaused", "times": 2, "status": 503, "headers": { "Retry-After": "1" } },
                { "operation": "PauseExecution", "connection": "reset", "moment": "afterWork", "percent": 5 },
                { "operation": "ListExecutions", "latencyFromMs": 1, "latencyToMs": 2.5 },
                { "operation": "GetAgentRun", "answer": "html", "status": 502 },
              ],
              "neverResolve": [ { "automation": "aut_runaway", "count": 5 } ],
            }
            """);
        await using var server = await ReferenceServer.StartAsync(new() { RulesFile = folder.File("rules.json") });
        Assert.Equal(11, server.Faults.Seed);
        var rules = server.Faults.All.Select(status => status.Rule).ToList();
        Assert.Equal(["ResolvePaused", "PauseExecution", "ListExecutions", "GetAgentRun"], rules.Select(rule => rule.Operation));
        Assert.Equal((503, "1", 2), (rules[0].Status, rules[0].Headers["retry-after"], rules[0].Times));
        Assert.Equal((FaultConnection.Reset, FaultMoment.AfterWork, 5), (rules[1].Connection, rules[1].Moment, rules[1].Percent));
        Assert.Equal((TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2.5)), (rules[2].LatencyFrom, rules[2].LatencyTo));
        using var caller = Caller.ConductorOne(server);
        var answers = new List<Answer>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}"""));
        }

        Assert.Equal([503, 503, 200, 200], answers.Select(answer => (int)answer.Status));
        Assert.Equal(5, answers[3].Json.GetProperty("erroredCount").GetInt32());
        using var codegen = Caller.Codegen(server);
        Assert.Equal(HttpStatusCode.BadGateway, (await codegen.GetAsync("/v1/organizations/42/agent/run/101")).Status);
    }

    [Theory]
    [InlineData("nonsense", "cannot be used")]
    [InlineData("null", "null")]
    [InlineData("""{ "rule": [] }""", "rule")]
    [InlineData("""{ "rules": [ { "operation": "ResolvePaused", "state": 503 } ] }""", "state")]
    [InlineData("""{ "rules": [ { "operation": "Nothing", "status": 503 } ] }""", "names no operation")]
    [InlineData("""{ "rules": [ { "status": 503, "moment": 1 } ] }""", "moment")]
    [InlineData("""{ "rules": [ null ] }""", "null")]
    [InlineData("""{ "neverResolve": [ { "automation": "aut_runaway", "count": 0 } ] }""", "count")]
    [InlineData("""{ "runaways": [ { "automation": "aut_nightly", "everyMs": 0 } ] }""", "everyMs")]
    [InlineData("""{ "runaways": [ { "automation": "aut_nightly", "everyMs": 10, "retripAfter": -1 } ] }""", "retripAfter")]
    public async Task Start_WithBadRulesFile_IsRefusedWithFileAndReason(string json, string reason)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("rules.json");
        await File.WriteAllTextAsync(file, json);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => ReferenceServer.StartAsync(new() { RulesFile = file }));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}
