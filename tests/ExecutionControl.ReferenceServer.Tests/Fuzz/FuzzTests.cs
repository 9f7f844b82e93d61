using System.Globalization;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>
/// A hundred thousand requests that are wrong in every way that comes to mind. EXECUTIONCONTROL_FUZZ_SEED gives another set of them,
/// EXECUTIONCONTROL_TEST_SCALE more.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int BetweenResets = 4_000;

    private const string SeedJson =
        """
        {
          "automations": [
            { "id": "aut_runaway", "trippedMinutesAgo": 5, "paused": 200, "failing": 3, "pausedEveryMs": 1, "retripAfter": 1, "executions": [ { "id": "9007199254740993", "state": "PROCESS_STEP" }, { "id": "839265", "state": "DONE" } ] },
            { "id": "aut_small", "displayName": "Small", "trippedMinutesAgo": 5, "paused": 20 },
            { "id": "aut_closed" }
          ],
          "agentRuns": [ { "id": 101, "pullRequest": 1 }, { "id": 102, "status": "ACTIVE", "pullRequest": 1 }, { "id": 103, "status": "COMPLETE" }, { "id": 104 } ],
          "executions": [
            { "id": "11111111-1111-4111-8111-111111111111" }, { "id": "22222222-2222-4222-8222-222222222222", "status": "paused", "type": "TEAM" },
            { "id": "33333333-3333-4333-8333-333333333333", "status": "completed" }, { "id": "44444444-4444-4444-8444-444444444444", "status": "waiting_for_input" },
            { "id": "55555555-5555-4555-8555-555555555555" }, { "id": "66666666-6666-4666-8666-666666666666", "status": "paused" }
          ]
        }
        """;

    private static readonly ulong Seed = ulong.TryParse(
        Environment.GetEnvironmentVariable("EXECUTIONCONTROL_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20260301;

    private readonly TemporaryFolder _folder = new();
    private readonly ErrorLog _log = new();

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Request_WithoutRightToken_OpensAndChangesNothing()
    {
        await using var server = await StartAsync();
        server.Clock.Freeze();
        var keys = await Keys.OfAsync(server);
        var before = await Everything.OfAsync(server);
        server.Journal.Clear();
        var wrong = await new FuzzRun(server, keys, Seed, FuzzPart.WithoutToken).RunAsync(0, TestScale.Of(35_000));
        Assert.True(wrong is null, $"{wrong}\n{_log.Errors.LastOrDefault()}");
        Assert.DoesNotContain(server.Journal.Entries, entry => entry.WasHandled && entry.Operation != OperationNames.Token);
        Assert.Equal(before, await Everything.OfAsync(server));
        Assert.True(_log.Errors.IsEmpty, string.Concat(_log.Errors.Take(2)));
    }

    [Fact]
    public async Task Request_WithToken_IsNeverAnsweredWithAFaultOfTheServer()
    {
        await using var server = await StartAsync();
        var keys = await Keys.OfAsync(server);
        var run = new FuzzRun(server, keys, Seed, FuzzPart.Services);
        var statuses = new HashSet<int?>();
        for (var first = 0; first < TestScale.Of(60_000); first += BetweenResets)
        {
            var wrong = await run.RunAsync(first, BetweenResets);
            Assert.True(wrong is null, $"{wrong}\n{_log.Errors.LastOrDefault()}");
            statuses.UnionWith(server.Journal.Entries.Select(entry => entry.Status));
            await server.ResetAsync();
        }

        // It was worth it: requests reached every operation, and every kind of answer was given.
        Assert.All(OperationNames.All, name => Assert.True(server.Journal.Count(name) > 200, name));
        Assert.Superset(new HashSet<int?> { 200, 301, 307, 400, 401, 403, 404, 405, 422, 500 }, statuses);
        Assert.True(_log.Errors.IsEmpty, string.Concat(_log.Errors.Take(2)));
    }

    [Fact]
    public async Task ControlRequest_WithToken_IsNeverAnsweredWithAFaultOfTheServer()
    {
        // Without the automation that runs away: a clock that is put forward by decades would bring executions by the million.
        await using var server = await StartAsync(SeedJson.Replace("\"pausedEveryMs\": 1, \"retripAfter\": 1, ", "", StringComparison.Ordinal));
        var wrong = await new FuzzRun(server, await Keys.OfAsync(server), Seed, FuzzPart.Control).RunAsync(0, TestScale.Of(5_000));
        Assert.True(wrong is null, $"{wrong}\n{_log.Errors.LastOrDefault()}");
        Assert.True(_log.Errors.IsEmpty, string.Concat(_log.Errors.Take(2)));
    }

    [Fact]
    public async Task BytesThatAreNoHttp_WhateverTheyAre_EndTheConnectionAndChangeNothing()
    {
        await using var server = await StartAsync();
        server.Clock.Freeze();
        var before = await Everything.OfAsync(server);
        await Parallel.ForAsync(0, TestScale.Of(3_000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, _) =>
        {
            var bytes = BrokenHttp.Make(Seed, number);
            foreach (var answer in await BrokenExchange.RunAsync(server.Url, bytes))
            {
                var isRight = answer.Status is >= 300 and < 500 or 505;
                Assert.True(isRight, new FuzzFinding(Seed, FuzzPart.Broken, number, $"status {answer.Status}", bytes, answer).ToString());
            }
        });
        Assert.Equal(before, await Everything.OfAsync(server));
        Assert.True(_log.Errors.IsEmpty, string.Concat(_log.Errors.Take(2)));
    }

    private async Task<ReferenceServer> StartAsync(string json = SeedJson)
    {
        await File.WriteAllTextAsync(_folder.File("seed.json"), json);
        return await ReferenceServer.StartAsync(new() { SeedFile = _folder.File("seed.json"), LoggerFactory = _log, AllowedHosts = ["h"] });
    }
}
