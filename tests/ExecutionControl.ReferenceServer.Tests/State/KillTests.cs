using System.Globalization;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.State;

public sealed class KillTests
{
    private const int Paused = 20_000;
    private const int Moments = 30;
    private const string Resolve = "/api/v1/automations/aut_backlog/circuit_breaker/resolve_paused";
    private const string Cancel = """{"decision":2}""";

    [Fact]
    public async Task Kill_InTheMiddleOfAResolve_LeavesNothingHalfDone()
    {
        using var folder = new TemporaryFolder();
        var seeded = folder.File("seeded.db");
        await (await ReferenceServer.StartAsync(new() { StateFile = seeded, SeedPaused = Paused })).DisposeAsync();
        var caught = 0;
        await Parallel.ForAsync(0, TestScale.Of(Moments), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (round, cancellationToken) =>
        {
            var file = folder.File(string.Create(CultureInfo.InvariantCulture, $"state-{round}.db"));
            File.Copy(seeded, file);
            var isAnswered = await KillBelowAsync(file, Paused - (500 * (round % Moments)), cancellationToken);
            await using var survivor = await ReferenceServer.StartAsync(new() { StateFile = file }, cancellationToken);
            var left = survivor.State.Automation("aut_backlog").PausedCount;
            var row = Assert.Single(survivor.State.AuditRows);
            Assert.Equal(Paused - left, row.ResolvedCount);
            Assert.Equal(0, row.ErroredCount);
            Assert.Equal(left == 0, row.FinishedAt is not null);
            Assert.True(!isAnswered || left == 0);
            Interlocked.Add(ref caught, left is > 0 and < Paused ? 1 : 0);

            // What is left is settled by asking again, each execution once.
            using var again = Caller.ConductorOne(survivor);
            var rest = await again.PostAsync(Resolve, Cancel);
            Assert.Equal(left, rest.Json.GetProperty("pausedCount").GetInt64());
            Assert.Equal(0, survivor.State.Automation("aut_backlog").PausedCount);
            Assert.Equal(Paused, survivor.State.AuditRows.Sum(each => each.ResolvedCount));
        });
        Assert.True(caught > TestScale.Of(Moments) / 2, string.Create(CultureInfo.InvariantCulture, $"only {caught} processes were killed in the middle of their work"));
    }

    // Gives whether the request was answered: it may have come to its end just before.
    private static async Task<bool> KillBelowAsync(string file, int paused, CancellationToken cancellationToken)
    {
        await using var server = await ChildServer.StartAsync(file, killedBelow: paused);
        using var caller = server.Caller();
        var answer = caller.PostAsync(Resolve, Cancel);
        await server.KilledAsync(cancellationToken);
        return await answer.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default);
    }
}
