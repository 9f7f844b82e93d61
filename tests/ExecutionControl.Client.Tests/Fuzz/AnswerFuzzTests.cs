using System.Collections.Concurrent;
using System.Globalization;
using ExecutionControl.Client.Tests.Authentication;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>
/// A hundred thousand answers that are wrong in every way that comes to mind, to every call that there is, over real HTTP.
/// EXECUTIONCONTROL_FUZZ_SEED gives another set of them, EXECUTIONCONTROL_TEST_SCALE more; EXECUTIONCONTROL_FUZZ_CASE runs one again.
/// </summary>
public sealed class AnswerFuzzTests
{
    private const int Workers = 6;

    /// <summary>More than any call takes on a busy machine; all of its waits are over at once.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);

    /// <summary>The bound of 16 MiB, and what sockets hold on both sides: 36 MiB by Linux's limits, where a busy machine comes to read late.</summary>
    private const long MostTaken = 72L * 1024 * 1024;

    private static readonly int Seed = Number("EXECUTIONCONTROL_FUZZ_SEED") ?? 20260301;

    [Fact]
    public async Task Call_WhateverIsAnswered_EndsInItsTrueOutcome()
    {
        var most = TestScale.Times(100_000);
        var (only, next, answers) = (Number("EXECUTIONCONTROL_FUZZ_CASE"), -1, 0);
        var findings = new ConcurrentQueue<string>();
        var endings = new ConcurrentDictionary<string, int>();
        await Task.WhenAll(Enumerable.Range(0, only is null ? Workers : 1).Select(_ => Task.Run(async () =>
        {
            await using var worker = new FuzzWorker(Seed);
            while (Volatile.Read(ref answers) < most && findings.Count < 20)
            {
                var ended = await worker.RunAsync(only ?? Interlocked.Increment(ref next), LongestCall);
                Interlocked.Add(ref answers, Math.Max(ended.Answers, 1));
                endings.AddOrUpdate(ended.Ending, 1, static (_, count) => count + 1);
                if (ended.Finding is { } finding)
                {
                    findings.Enqueue(finding);
                }

                if (only is not null)
                {
                    return;
                }
            }

            if (worker.MostTaken > MostTaken)
            {
                findings.Enqueue($"{worker.MostTaken} bytes of one answer were taken");
            }
        })));

        Assert.True(findings.IsEmpty, string.Join("\n\n", findings));

        // It was worth it: every call came to every end that it can come to.
        if (only is null)
        {
            var names = endings.Keys.ToLookup(ending => ending.Split(": ")[0], ending => ending.Split(": ")[1], StringComparer.Ordinal);
            Assert.Equal(25, names.Count);
            Assert.All(names, ends => Assert.True(ends.Count() >= 2, $"{ends.Key}: {string.Join(", ", ends)}"));
            Assert.All(
                Enum.GetNames<ControlOutcome>(),
                outcome => Assert.True(endings.Where(ending => ending.Key.EndsWith($": {outcome}", StringComparison.Ordinal)).Sum(ending => ending.Value) > 0, outcome));
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
